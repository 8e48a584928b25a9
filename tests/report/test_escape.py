"""Nothing that a policy holds reaches a terminal as a command."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.report.escape import begun, characters, first, terminal, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("group:dev", "group:dev"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2066b\u200b\ufeff", "a\\u2066b\\u200b\\ufeff"),
        ("line\nbreak\r\ttab", "line\\nbreak\\r\\ttab"),
        ("\x9b31m", "\\x9b31m"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("größe 東京 🙂", "größe 東京 🙂"),
    ],
)
def test_what_is_not_printable_is_escaped(text: str, shown: str) -> None:
    assert terminal(text) == shown


@given(st.text())
def test_the_result_is_always_printable(text: str) -> None:
    assert terminal(text).isprintable()


@given(st.text(), st.integers(2, 50))
def test_a_limit_bounds_what_is_kept(text: str, limit: int) -> None:
    shown = terminal(text, limit)
    if len(text) > limit:
        assert "…" in shown
    assert len(shown) <= (limit + 1) * len("\\U000e0001")


@pytest.mark.parametrize("text", ["##[error]x", "a ##vso[task.setvariable]x", "###[group]", "##[a]##[b]"])
def test_what_a_log_would_take_for_a_command_is_broken(text: str) -> None:
    for shown in (terminal(text), "".join(characters(text))):
        assert not re.search(r"##\w*\[", shown)
        assert shown.replace("\\x23", "#") == text


@given(st.text("#[a]: \t", max_size=12))
def test_no_line_begins_with_a_command(text: str) -> None:
    assert not first(text).lstrip().startswith("::")
    assert not re.search(r"##\w*\[", first(text))


@pytest.mark.parametrize("text", ["::1", "##", "# [x]", "a::b"])
def test_addresses_and_headings_stay(text: str) -> None:
    assert terminal(text) == text


def test_a_limit_keeps_both_ends() -> None:
    assert terminal("a" * 50 + "b" * 50, 10) == "aaaaa…bbbbb"


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("東京", 4), ("e\u0301", 1), ("🙂", 2), ("", 0)])
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


def test_a_line_that_is_made_already_begins_no_command() -> None:
    assert begun("  ::error::x") == "  \\x3a:error::x"
    assert begun("from ::error::x") == "from ::error::x"


def test_what_is_left_out_of_a_list_ends_between_its_things() -> None:
    assert terminal(",".join(map(str, range(1000, 2000))), 33) == "1000,1001,1002,…,1997,1998,1999"
