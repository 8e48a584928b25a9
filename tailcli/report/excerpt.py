"""A line of the source with carets under a span: wide, invisible and overlong text handled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.escape import characters, width
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.source.text import SourceText, Span

_TAB = "    "
_ELLIPSIS = "…"
# One part in so many of the room is kept for what stands before the carets.
_LEAD = 3


class Excerpt(NamedTuple):
    """A line to show: its number, its printable text, and the cells to underline."""

    number: int
    text: str
    start: int
    length: int


def excerpt(source: SourceText, span: Span, columns: int) -> Excerpt:
    """Return the first line of a span in at most ``columns`` cells; carets line up under the text.

    A span of several lines is underlined to the end of its first one, an empty span by one cell.
    """
    line, column = source.position(span.start)
    text = source.line(line)
    first = min(column - 1, len(text))
    last = max(first, min(first + span.end - span.start, len(text)))
    begin, end = max(0, first - columns), min(len(text), first + columns)
    shown = _shown(text[begin:end])
    marked = slice(first - begin, min(last, end) - begin)
    parts = _Parts(shown[: marked.start], shown[marked], shown[marked.stop :])
    if begin == 0 and end == len(text) and sum(map(_width, parts)) <= columns:
        whole = "".join(parts.before + parts.marked + parts.after)
        return Excerpt(line, whole, _width(parts.before), max(1, _width(parts.marked)))
    return _cut(line, parts, columns - 2 * len(_ELLIPSIS), more=(begin > 0, end < len(text)))


class _Parts(NamedTuple):
    """What stands for each character before, in and after the marked part."""

    before: list[str]
    marked: list[str]
    after: list[str]


def _shown(text: str) -> list[str]:
    """Return what stands for each character of the source."""
    return [
        _TAB if character == "\t" else piece for character, piece in zip(text, characters(text), strict=True)
    ]


def _cut(line: int, parts: _Parts, room: int, *, more: tuple[bool, bool]) -> Excerpt:
    """Keep the marked part, as much as fits, and of what surrounds it the nearest."""
    head = _from_right(parts.before, max(room // _LEAD, room - _width(parts.marked)))
    body = _from_left(parts.marked, room - width(head))
    tail = _from_left(parts.after, room - width(head) - width(body))
    lead = _ELLIPSIS if more[0] or head != "".join(parts.before) else ""
    whole = not more[1] and body + tail == "".join(parts.marked + parts.after)
    text = f"{lead}{head}{body}{tail}{'' if whole else _ELLIPSIS}"
    return Excerpt(line, text, width(lead + head), max(1, width(body)))


def _width(shown: list[str]) -> int:
    return sum(map(width, shown))


def _from_left(shown: list[str], room: int) -> str:
    for index, piece in enumerate(shown):
        room -= width(piece)
        if room < 0:
            return "".join(shown[:index])
    return "".join(shown)


def _from_right(shown: list[str], room: int) -> str:
    for index in range(len(shown) - 1, -1, -1):
        room -= width(shown[index])
        if room < 0:
            return "".join(shown[index + 1 :])
    return "".join(shown)
