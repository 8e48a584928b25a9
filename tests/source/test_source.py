from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.source import OverlappingEditsError, Position, SourceText, Span, TextEdit, apply_edits
from tailcli.source.text import FEW


def test_a_line_ends_at_lf_crlf_or_cr() -> None:
    source = SourceText("x", "a\nb\r\nc\rd\u2028e\n")
    assert source.line_count == 5
    assert [source.line(n) for n in range(1, 6)] == ["a", "b", "c", "d\u2028e", ""]
    assert source.position(5) == Position(3, 1)


def test_columns_count_characters_bytes_or_units() -> None:
    source = SourceText("x", "\n\u00e9\U0001f600x")
    assert source.position(3).column == 3
    assert source.byte_column(3) == 7
    assert source.utf16_column(3) == 4


@given(st.text(), st.data())
def test_a_position_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    source = SourceText("x", text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = source.position(offset)
    assert source.starts[line - 1] + column - 1 == offset


@given(st.text(alphabet="a\n\r\x0b\u2028"), st.data())
def test_a_place_is_the_same_before_and_after_all_lines_were_looked_up(
    text: str, data: st.DataObject
) -> None:
    source = SourceText("x", text)
    offset = data.draw(st.integers(0, len(text)))
    first = source.position(offset)
    for _ in range(FEW):
        source.position(0)
    assert source.position(offset) == first


def test_edits_refer_to_the_text_as_given() -> None:
    edits = [TextEdit(Span(3, 4), ""), TextEdit(Span(0, 1), "xy"), TextEdit(Span(2, 2), "-")]
    assert apply_edits("abcd", edits) == "xyb-c"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(OverlappingEditsError):
        apply_edits("abcd", [TextEdit(Span(0, 2), ""), TextEdit(Span(1, 3), "")])
