"""A change of a text as a unified diff, as ``git apply`` and ``patch`` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.escape import terminal
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.report.style import Style

_NO_LINE_END = "\\ No newline at end of file"
_HEADERS = 2


def unified_diff(name: str, before: str, after: str, style: Style = PLAIN, *, escape: bool = False) -> str:
    """Return the difference of two versions of a file; empty where there is none.

    With ``escape`` it is made for a terminal: what is not printable stands there as an escape. Without, it
    holds the lines as they are, so that it can be applied.
    """
    from difflib import unified_diff as lines_of_difference

    lines = lines_of_difference(
        _lines(before), _lines(after), f"a/{_name(name)}", f"b/{_name(name)}", "", "", 3
    )
    return "".join(_shown(lines, style, escape=escape))


def _name(name: str) -> str:
    """Return a name that fits in a line; a tab or line end in it would end it for the reader."""
    return terminal(name)


def _lines(text: str) -> list[str]:
    """Split at line feeds alone: a diff knows no other line ends."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _shown(lines: Iterable[str], style: Style, *, escape: bool) -> Iterator[str]:
    for number, line in enumerate(lines):
        body = line.removesuffix("\n")
        text = terminal(body.removesuffix("\r")).replace("\\t", "\t") if escape else body
        yield f"{style.bold(text) if number < _HEADERS else _coloured(text, style)}\n"
        if line == body:
            yield f"{_NO_LINE_END}\n"


def _coloured(line: str, style: Style) -> str:
    paint = {"+": style.good, "-": style.bad, "@": style.dim}.get(line[:1])
    return line if paint is None else paint(line)
