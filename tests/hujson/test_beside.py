"""A text read beside another one is what it is read alone; and where little differs, it is read so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.hujson.beside import parse_beside
from tailcli.hujson.parse import parse
from tailcli.source.text import SourceText
from tests.hujson.trees import documents
from tests.policy.spliced import commented_pairs, spliced_pairs

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Document
    from tailcli.policy.model import Policy

INSERTS = (
    "",
    ",",
    " ",
    "\n",
    "0",
    "{",
    "}",
    "[",
    "]",
    '"',
    '"a"',
    '"a": 1, ',
    "// c\n",
    "/* c */",
    "/*",
    "*/",
    "//",
)


def said(document: Document) -> str:
    """All that is in a document but its source, with the kinds of nodes, which equal tuples do not tell."""
    return repr((document.root, document.comments, document.problems, document.omitted))


def is_read_beside(old: str, new: str) -> bool:
    source = SourceText("new", new)
    beside = parse_beside(source, parse(SourceText("old", old)))
    if beside is None:
        return False
    assert beside.document.source is source
    assert said(beside.document) == said(parse(source))
    return True


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with a stretch of it replaced."""
    _, inner = draw(documents())
    text = draw(st.sampled_from([inner, f'{{"a": {inner}, "b": [{inner}, {inner}], "c": {inner}}}']))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    put = draw(st.sampled_from((*INSERTS, text[start:end] * 2, text[start:end][::-1])))
    return text, text[:start] + put + text[end:]


@given(edited())
def test_a_text_is_what_it_is_alone(pair: tuple[str, str]) -> None:
    is_read_beside(*pair)
    is_read_beside(*reversed(pair))


@given(spliced_pairs())
def test_a_spliced_policy_is_what_it_is_alone(pair: tuple[Policy, Policy]) -> None:
    old, new = (policy.document.source.text for policy in pair)
    is_read_beside(old, new)


@given(commented_pairs())
def test_a_policy_with_other_comments_is_what_it_is_alone(pair: tuple[Policy, Policy]) -> None:
    old, new = (policy.document.source.text for policy in pair)
    is_read_beside(old, new)


RULES = [{"src": [f"tag:{n}"], "dst": ["*"], "ip": ["*"]} for n in range(5)]
TEXT = json.dumps({"groups": {"group:a": ["x@y.z"], "group:b": []}, "acls": [], "grants": RULES, "hosts": {}})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tag:2", "tag:99"),
        ('{"src": ["tag:2"], "dst": ["*"], "ip": ["*"]}, ', ""),
        ('{"src": ["tag:0"]', '/* first */ {"src": ["tag:0"]'),
        (', "hosts"', ' // last\n, "hosts"'),
        ('"x@y.z"', '"x@y.z", "b@y.z"'),
        ('"acls": []', '"acls": [{"action": "accept"}]'),
        ('"group:a"', '"group:c"'),
        ('"hosts": {}', '"hosts": {"a": "1.2.3.4"}'),
        (', "hosts": {}', ""),
        ('"acls": [], ', ""),
    ],
)
def test_a_difference_in_one_section_is_read_beside(old: str, new: str) -> None:
    changed = TEXT.replace(old, new, 1)
    assert changed != TEXT
    assert is_read_beside(TEXT, changed)
    assert is_read_beside(changed, TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[1, 2, 3]", "[1, 22, 3]"),
        ('{"a": [1, 2, 3]}', '{"a": [1.5, 2, 3]}'),
        ('{"a": [{}, {}]}', '{"a": [{} {}]}'),
        ('{"a": [{}, {}]}', '{"a": [{}, /* {}]}'),
        ('{"a": [{}]}', '{"a": [{}]} // end'),
        ('{"a": [{}]', '{"a": [{}, {}]'),
        (" {}", "{}"),
    ],
)
def test_what_cannot_be_told_apart_is_read_alone(old: str, new: str) -> None:
    assert not is_read_beside(old, new)


def test_what_is_nested_too_deep_to_be_moved_is_read_alone() -> None:
    deep = "[" * 120 + "]" * 120
    assert not is_read_beside(f'{{"a": [""], "b": {deep}}}', f'{{"a": ["", ""], "b": {deep}}}')
    assert not is_read_beside('{"a": []}', f'{{"a": [{deep}]}}')
    assert is_read_beside(f'{{"b": {deep}, "a": [""]}}', f'{{"b": {deep}, "a": ["", ""]}}')
