"""Colour only where it is wanted."""

from __future__ import annotations

import io

import pytest

from tailcli.findings.model import Severity
from tailcli.report.style import PIPE_WIDTH, PLAIN, ColorChoice, Style, style_for


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("terminal", "choice", "environment", "color"),
    [
        (True, ColorChoice.AUTO, {}, True),
        (False, ColorChoice.AUTO, {}, False),
        (True, ColorChoice.AUTO, {"NO_COLOR": "1"}, False),
        (True, ColorChoice.AUTO, {"NO_COLOR": ""}, True),
        (True, ColorChoice.AUTO, {"TERM": "dumb"}, False),
        (False, ColorChoice.AUTO, {"FORCE_COLOR": "1"}, True),
        (True, ColorChoice.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (False, ColorChoice.ALWAYS, {"NO_COLOR": "1"}, True),
        (True, ColorChoice.NEVER, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_who_decides_about_colour(
    *, terminal: bool, choice: ColorChoice, environment: dict[str, str], color: bool
) -> None:
    stream = Terminal() if terminal else io.StringIO()
    links = color and terminal
    assert style_for(stream, choice, environment) == Style(color, PIPE_WIDTH, links)


@pytest.mark.parametrize("term", ["dumb", "linux"])
def test_a_terminal_that_would_print_the_address_gets_no_links(term: str) -> None:
    assert not style_for(Terminal(), ColorChoice.ALWAYS, {"TERM": term}).links


@pytest.mark.parametrize(("said", "expected"), [("80", 80), ("200", 200), ("1", 40)])
def test_columns_set_the_width_of_a_terminal_and_of_nothing_else(said: str, expected: int) -> None:
    assert style_for(Terminal(), ColorChoice.AUTO, {"COLUMNS": said}).columns == expected
    assert style_for(io.StringIO(), ColorChoice.AUTO, {"COLUMNS": said}).columns == PIPE_WIDTH


@pytest.mark.parametrize("said", ["0", "", "-5", "wide", "\u0665", "9" * 5000])
def test_columns_that_are_no_number_say_nothing(said: str) -> None:
    assert style_for(Terminal(), ColorChoice.AUTO, {"COLUMNS": said}).columns == PIPE_WIDTH


def test_a_link_is_a_pair_of_sequences_around_its_text() -> None:
    shown = Style(links=True).link("TP201", "https://tailcli.example/TP201")
    assert shown == "\x1b]8;;https://tailcli.example/TP201\x1b\\TP201\x1b]8;;\x1b\\"
    assert PLAIN.link("TP201", "https://tailcli.example/TP201") == "TP201"


def test_plain_text_stays_as_it_is() -> None:
    assert PLAIN.bold("x") == PLAIN.dim("x") == PLAIN.good("x") == PLAIN.severity(Severity.ERROR, "x") == "x"


def test_colour_ends_where_the_text_ends() -> None:
    assert Style(color=True).severity(Severity.ERROR, "x") == "\x1b[1;31mx\x1b[0m"
    assert Style(color=True).bold("") == ""
