"""The line under the carets, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.report.escape import width
from tailcli.report.excerpt import Excerpt, excerpt
from tailcli.source import SourceText, Span


def shown(text: str, start: int, end: int, columns: int = 80) -> Excerpt:
    return excerpt(SourceText("x", text), Span(start, end), columns)


def underlined(found: Excerpt) -> str:
    """Return the cells above the carets, as text."""
    at, taken = 0, ""
    for character in found.text:
        if found.start <= at < found.start + found.length:
            taken += character
        at += width(character)
    return taken


def test_a_span_is_underlined_on_its_line() -> None:
    found = shown('{\n  "a": 1\n}', 4, 7)
    assert found == Excerpt(2, '  "a": 1', 2, 3)
    assert underlined(found) == '"a"'


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('\t"東京": "group:dev"', '"group:dev"'),
        ('"a\u202eb": "group:dev"', '"group:dev"'),
        ('"e\u0301🙂": "group:dev" // x', '"group:dev"'),
        ('"\x1b[0m": "group:dev"', '"group:dev"'),
    ],
)
def test_carets_line_up_behind_wide_tabbed_and_escaped_text(text: str, word: str) -> None:
    start = text.index(word)
    assert underlined(shown(text, start, start + len(word))) == word


def test_a_span_of_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    assert underlined(shown("[1,\n2]", 0, 6)) == "[1,"


def test_an_empty_span_at_the_end_takes_one_cell() -> None:
    assert shown("{\n", 2, 2) == Excerpt(2, "", 0, 1)


def test_a_long_line_is_cut_around_the_span() -> None:
    found = shown("a" * 500 + "HERE" + "b" * 500, 500, 504, 40)
    assert underlined(found) == "HERE"
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert width(found.text) <= 40


def test_only_the_side_that_is_cut_gets_an_ellipsis() -> None:
    start = shown("HERE" + "b" * 500, 0, 4, 40)
    assert (start.text[0], start.text[-1]) == ("H", "…")
    end = shown("a" * 500 + "HERE", 500, 504, 40)
    assert (end.text[0], end.text[-1]) == ("…", "E")


def test_a_name_of_a_million_characters_is_cut() -> None:
    found = shown('"' + "x" * 1_000_000 + '"', 0, 1_000_002, 60)
    assert width(found.text) <= 60
    assert found.length <= 60


@given(st.text(max_size=60), st.data(), st.integers(24, 70))
def test_an_excerpt_fits_and_its_carets_stay_inside(text: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = shown(text, start, end, columns)
    assert found.text.isprintable()
    assert width(found.text) <= columns
    assert found.length >= 1
    assert found.start + found.length <= max(columns, found.start + 1)
