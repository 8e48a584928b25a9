"""What plain values, and the strings of a tree, are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tailcli.hujson import parse_text
from tailcli.hujson.plain import strings
from tests.hujson.trees import documents

if TYPE_CHECKING:
    from collections.abc import Iterator


@given(documents())
def test_strings_are_those_of_the_plain_value_and_its_names(drawn: tuple[object, str]) -> None:
    value, text = drawn
    root = parse_text(text).root
    assert root is not None
    assert strings(root) == frozenset(_strings(value))


def test_strings_of_members_that_have_one_name_are_all_there() -> None:
    root = parse_text('{"a": "x", "a": ["y"]}').root
    assert root is not None
    assert strings(root) == {"a", "x", "y"}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
