from __future__ import annotations

import pytest
from hypothesis import given, settings

from tailcli.hujson import Array, Document, Object, parse_text
from tailcli.hujson.edit import insert, remove, rename_key, replace_value
from tailcli.hujson.plain import to_python
from tailcli.hujson.walk import composites
from tailcli.source import apply_edits
from tests.hujson.trees import documents


def _parsed(text: str) -> tuple[Document, Object | Array]:
    document = parse_text(text)
    assert document.problems == ()
    assert isinstance(document.root, (Object, Array))
    return document, document.root


REMOVED = [
    ("[1, 2, 3]", 0, "[2, 3]"),
    ("[1, 2, 3]", 1, "[1, 3]"),
    ("[1, 2, 3]", 2, "[1, 2]"),
    ("[1, 2,]", 1, "[1, ]"),
    ("[1]", 0, "[]"),
    ('{"a": 1, "b": 2}', 1, '{"a": 1}'),
    ("[\n  1,\n  2\n]", 1, "[\n  1\n]"),
    ("[\n  1,\n  // two\n  2, // also two\n  3\n]", 1, "[\n  1,\n  3\n]"),
    ("[\n  // about all\n\n  // about one\n  1,\n  2,\n]", 0, "[\n  // about all\n\n  2,\n]"),
    ('{\r\n  "a": 1,\r\n  "b": 2\r\n}', 0, '{\r\n  "b": 2\r\n}'),
    ("[1, // one\n 2]", 0, "[// one\n 2]"),
    ("[1 /*a*/ , 2]", 0, "[ /*a*/  2]"),
]


@pytest.mark.parametrize(("text", "index", "expected"), REMOVED)
def test_remove(text: str, index: int, expected: str) -> None:
    document, root = _parsed(text)
    assert apply_edits(text, remove(document, root, index)) == expected


INSERTED = [
    ("[]", 0, "9", "[9]"),
    ("[1]", 0, "9", "[9, 1]"),
    ("[1]", 1, "9", "[1, 9]"),
    ("[1,]", 1, "9", "[1, 9,]"),
    ('{"a": 1}', 1, '"b": 2', '{"a": 1, "b": 2}'),
    ("[\n\t1,\n\t2\n]", 2, "9", "[\n\t1,\n\t2,\n\t9\n]"),
    ("[\n\t1,\n\t2, // two\n]", 2, "9", "[\n\t1,\n\t2, // two\n\t9,\n]"),
    ("[\n\t1 // one\n]", 1, "9", "[\n\t1, // one\n\t9\n]"),
    ("[\n\t// one\n\t1\n]", 0, "9", "[\n\t9,\n\t// one\n\t1\n]"),
    ("[\r\n  1\r\n]", 1, "9", "[\r\n  1,\r\n  9\r\n]"),
]


@pytest.mark.parametrize(("text", "index", "item", "expected"), INSERTED)
def test_insert(text: str, index: int, item: str, expected: str) -> None:
    document, root = _parsed(text)
    assert apply_edits(text, insert(document, root, index, item)) == expected


def test_a_value_is_replaced_and_a_name_changed() -> None:
    text = '{"dest" /*k*/ : ["x"] /*v*/}'
    _, root = _parsed(text)
    assert isinstance(root, Object)
    member = root.members[0]
    edits = [rename_key(member.key, 'd"st'), replace_value(member.value, "[]")]
    assert apply_edits(text, edits) == '{"d\\"st" /*k*/ : [] /*v*/}'


@pytest.mark.parametrize("index", [-1, 2])
def test_an_item_that_is_not_there_cannot_be_removed_nor_inserted_at(index: int) -> None:
    document, root = _parsed("[1]")
    with pytest.raises(IndexError):
        remove(document, root, index)
    with pytest.raises(IndexError):
        insert(document, root, index, "2")


def _has_trailing_comma(text: str) -> bool:
    from tailcli.hujson.standard import blanked

    document, root = _parsed(text)
    return blanked(document, root).count(",") != "".join(_without_comments(document)).count(",")


def _without_comments(document: Document) -> list[str]:
    at, pieces = 0, []
    for comment in document.comments:
        pieces.append(document.source.text[at : comment.start])
        at = comment.end
    return [*pieces, document.source.text[at:]]


@settings(max_examples=80)
@given(documents())
def test_removing_takes_the_item_and_leaves_the_rest(pair: tuple[object, str]) -> None:
    _, text = pair
    document = parse_text(text)
    assert document.root is not None
    for box in composites(document.root):
        count = len(box.members if isinstance(box, Object) else box.elements)
        for index in range(count):
            after = apply_edits(text, remove(document, box, index))
            new = parse_text(after)
            assert new.problems == ()
            assert new.root is not None
            twin = next(c for c in composites(new.root) if c.start == box.start)
            assert to_python(twin) == _without(box, index)
            if not _has_trailing_comma(text):
                assert not _has_trailing_comma(after)


def _without(box: Object | Array, index: int) -> object:
    if isinstance(box, Array):
        return [to_python(e) for i, e in enumerate(box.elements) if i != index]
    return {m.key.value: to_python(m.value) for i, m in enumerate(box.members) if i != index}


@settings(max_examples=80)
@given(documents())
def test_inserting_adds_the_item_and_loses_no_comment(pair: tuple[object, str]) -> None:
    _, text = pair
    document = parse_text(text)
    assert document.root is not None
    for box in composites(document.root):
        count = len(box.members if isinstance(box, Object) else box.elements)
        for index in range(count + 1):
            item = '"\\u0000new": 9' if isinstance(box, Object) else "9"
            after = apply_edits(text, insert(document, box, index, item))
            new = parse_text(after)
            assert new.problems == ()
            assert [c.text for c in new.comments] == [c.text for c in document.comments]
            twin = next(c for c in composites(new.root) if c.start == box.start) if new.root else None
            assert twin is not None
            assert to_python(twin) == _with(box, index)
            if not _has_trailing_comma(text):
                assert not _has_trailing_comma(after)


def _with(box: Object | Array, index: int) -> object:
    if isinstance(box, Array):
        values = [to_python(e) for e in box.elements]
        return [*values[:index], 9, *values[index:]]
    return {m.key.value: to_python(m.value) for m in box.members} | {"\0new": 9}
