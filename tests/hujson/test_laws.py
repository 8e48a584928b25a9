"""What must hold for every text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.hujson import Array, Document, Object, Value, parse_text
from tailcli.hujson.errors import HujsonError
from tailcli.hujson.find import find, locate
from tailcli.hujson.format import format_text
from tailcli.hujson.plain import to_python
from tailcli.hujson.reference import first_error
from tailcli.hujson.standard import minimize, standardize
from tailcli.hujson.walk import children, composites
from tests.hujson.trees import broken, documents, plain

ANY = st.text(max_size=60) | broken()


def _root(text: str) -> Value:
    document = parse_text(text)
    assert document.problems == ()
    assert document.root is not None
    return document.root


@given(plain)
def test_json_is_read_as_json_reads_it(value: object) -> None:
    assert to_python(_root(json.dumps(value))) == value


@given(documents())
def test_comments_and_trailing_commas_do_not_change_the_value(document: tuple[object, str]) -> None:
    value, text = document
    assert to_python(_root(text)) == value


@given(documents())
def test_standardize_keeps_every_place_and_the_value(document: tuple[object, str]) -> None:
    value, text = document
    standard = standardize(text)
    assert json.loads(standard) == value
    assert len(standard) == len(text)
    assert [i for i, c in enumerate(standard) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert standardize(standard) == standard


@given(documents())
def test_minimize_keeps_the_value_and_nothing_else(document: tuple[object, str]) -> None:
    value, text = document
    assert json.loads(minimize(text)) == value
    assert len(minimize(text)) <= len(json.dumps(value)) or "\\" in text


@settings(max_examples=200)
@given(documents())
def test_format_is_idempotent_and_keeps_the_value_and_the_comments(document: tuple[object, str]) -> None:
    value, text = document
    once = format_text(text)
    assert to_python(_root(once)) == value
    assert format_text(once) == once
    assert len(parse_text(once).comments) == len(parse_text(text).comments)


@given(documents())
def test_every_value_and_name_parses_again_from_its_span(document: tuple[object, str]) -> None:
    _, text = document
    for composite in composites(_root(text)):
        for value in (composite, *children(composite)):
            again = _root(text[value.start : value.end])
            assert to_python(again) == to_python(value)
        for member in composite.members if isinstance(composite, Object) else ():
            assert json.loads(text[member.key.start : member.key.end]) == member.key.value


@given(documents())
def test_comments_stand_where_they_say_and_in_order(document: tuple[object, str]) -> None:
    parsed = parse_text(document[1])
    assert [c.start for c in parsed.comments] == sorted(c.start for c in parsed.comments)
    for comment in parsed.comments:
        assert parsed.source.text[comment.start : comment.end] == comment.text
        assert comment.text.endswith("*/") if comment.is_block else "\n" not in comment.text


@given(documents())
def test_a_located_place_is_found_by_its_path(document: tuple[object, str]) -> None:
    root = _root(document[1])
    for composite in composites(root):
        for value in children(composite):
            place = locate(root, value.start)
            assert place is not None
            assert find(root, place.path) is not None
            if value.start == place.value.start:
                assert place.value == value


@settings(max_examples=200)
@given(ANY)
def test_no_text_is_too_broken(text: str) -> None:
    document = parse_text(text)
    _check_spans(document)
    assert len(document.problems) <= 100
    assert (document.omitted == 0) or len(document.problems) == 100
    assert [p.start for p in document.problems] == sorted(p.start for p in document.problems)


def _check_spans(document: Document) -> None:
    end = len(document.source.text)
    for problem in document.problems:
        assert 0 <= problem.start <= problem.end <= end
        assert problem.message.isprintable()
        assert all(0 <= span.start <= span.end <= end for span, _ in problem.related)
    if document.root is not None:
        for composite in composites(document.root):
            assert 0 <= composite.start <= composite.end <= end
            inside = children(composite)
            assert all(value.start <= value.end <= end for value in inside)


@settings(max_examples=200)
@given(ANY)
def test_both_readings_of_the_grammar_agree(text: str) -> None:
    document = parse_text(text)
    error = first_error(text)
    assert bool(document.problems) == (error is not None)
    if error is not None:
        assert document.problems[0].reference == error.message
        assert 0 <= error.offset <= len(text)


@settings(max_examples=80)
@given(ANY)
def test_a_text_without_problems_is_json_once_standardized(text: str) -> None:
    if not parse_text(text).problems:
        json.loads(standardize(text), parse_constant=_refuse)
        return
    with pytest.raises(HujsonError) as raised:
        standardize(text)
    assert raised.value.problems


def _refuse(name: str) -> object:
    raise AssertionError(name)


@given(plain)
def test_a_tree_is_made_of_tuples_all_the_way(value: object) -> None:
    root = _root(json.dumps([value]))
    assert isinstance(root, Array)
    assert hash(root) == hash(_root(json.dumps([value])))
