"""A named text and the places in it."""

from __future__ import annotations

from bisect import bisect_right
from io import StringIO
from itertools import accumulate

from tailcli.source.tuples import NamedTuple

FEW = 64
"""So many places are found by counting line ends; only then are all lines looked up."""


class Span(NamedTuple):
    """A half-open range of character offsets: ``text[start:end]``."""

    start: int
    end: int


class Position(NamedTuple):
    """A place for people: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class SourceText:
    """A text with its name. Immutable; the line index is built on first use.

    Offsets are character offsets everywhere in the program. Go counts bytes and SARIF and LSP count UTF-16
    units: the conversions live here and nowhere else. A line ends at LF, CRLF or a lone CR.
    """

    __slots__ = ("_counted", "_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: tuple[int, ...] | None = None
        self._counted = 0

    @property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each line begins; the first is 0."""
        if self._starts is None:
            self._starts = _line_starts(self.text)
        return self._starts

    def position(self, offset: int) -> Position:
        """Return the line and column of a character offset (an offset at the end of the text is valid)."""
        if self._starts is None and self._counted < FEW and "\r" not in self.text:
            self._counted += 1
            return _count(self.text, offset)
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line (counted from 1) without its line end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends with a line end has a last, empty line."""
        return len(self.starts)

    def byte_column(self, offset: int) -> int:
        """Return the column of an offset in UTF-8 bytes, counted from 1 (Go, rdjson)."""
        return len(self._before(offset).encode("utf-8", "surrogatepass")) + 1

    def utf16_column(self, offset: int) -> int:
        """Return the column of an offset in UTF-16 units, counted from 1 (SARIF, LSP)."""
        return len(self._before(offset).encode("utf-16-le", "surrogatepass")) // 2 + 1

    def _before(self, offset: int) -> str:
        line = bisect_right(self.starts, offset)
        return self.text[self.starts[line - 1] : offset]


def _count(text: str, offset: int) -> Position:
    """Return the place of an offset in a text all of whose lines end at LF."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _line_starts(text: str) -> tuple[int, ...]:
    lines = StringIO(text, newline="")  # splits at LF, CRLF and CR, and leaves them as they are
    starts = [0, *accumulate(map(len, lines))]
    if text and not text.endswith(("\n", "\r")):
        starts.pop()
    return tuple(starts)
