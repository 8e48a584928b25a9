"""Recovery of brackets: never closed, closed by the wrong one, closing nothing.

What was meant is decided by what follows: the closing brackets ahead that match nothing ahead must belong to
the arrays and objects that are still open, so each explanation is held against them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Invalid, Member
from tailcli.hujson.reading import DONE
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.hujson.reading import Frame, Reading

_DEPTH = 6
_SKELETON = re.compile(
    r'"(?:[^"\\\r\n]++|\\[^\r\n])*+"?+|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+|([\[{])|([\]}])'
).finditer


def best(reading: Reading, at: int, keeps: Sequence[int]) -> int:
    """Return the number of open brackets, out of ``keeps``, that fits best what follows ``at``.

    The first of equally good ones wins.
    """
    found = _ahead(reading, at)
    return max(keeps, key=lambda keep: _fit(_expected(reading.stack, keep), found))


def _expected(stack: Sequence[Frame], keep: int) -> str:
    frames = [frame for frame in stack[max(0, keep - _DEPTH) : keep] if not frame.virtual]
    return "".join(frame.closer for frame in reversed(frames)) + ("$" if keep <= _DEPTH else "")


def _fit(expected: str, found: str) -> int:
    for index, (left, right) in enumerate(zip(expected, found, strict=False)):
        if left != right:
            return index
    return min(len(expected), len(found))


def _ahead(reading: Reading, at: int) -> str:
    """Return the first closing brackets behind ``at`` that match nothing there, and ``$`` for the end."""
    found: list[str] = []
    depth = 0
    for match in _SKELETON(reading.text, at):
        reading.lookahead -= 1
        if reading.lookahead < 0 or len(found) == _DEPTH:
            return "".join(found)
        if match[1]:
            depth += 1
        elif match[2] and depth:
            depth -= 1
        elif match[2]:
            found.append(match[2])
    return "".join(found) + "$"


def nearest_object(reading: Reading) -> int:
    """Return how many brackets stay open when all inside the nearest enclosing object are closed, or 0."""
    stack = reading.stack
    return next((keep for keep in range(len(stack) - 1, 0, -1) if stack[keep - 1].is_object), 0)


def give_up(reading: Reading, keep: int, noticed: int, why: str) -> None:
    """Report the innermost open brackets beyond ``keep`` as never closed, and close them."""
    at = reading.at
    while len(reading.stack) > keep:
        frame = reading.stack[-1]
        _report_unclosed(reading, frame, ((Span(noticed, noticed + 1), why),))
        _complete(reading, frame)
        reading.close(reading.last_end)
    reading.at = at


def _report_unclosed(reading: Reading, frame: Frame, related: tuple[tuple[Span, str], ...]) -> None:
    reading.report(
        frame.start,
        frame.start + 1,
        f"This `{frame.opener}` is never closed.",
        f"Add `{frame.closer}` where the {'object' if frame.is_object else 'array'} ends.",
        related,
    )


def _complete(reading: Reading, frame: Frame) -> None:
    if frame.key is not None:
        frame.items.append(Member(frame.key, Invalid(reading.last_end, reading.last_end)))
        frame.key = None


def mismatched(reading: Reading, closer: str) -> None:
    """A closing bracket of the other kind than the innermost open one."""
    at, stack = reading.at, reading.stack
    frame, count = stack[-1], len(stack)
    if frame.lenient:
        reading.close(at + 1)
        return
    outer = next((keep for keep in range(count - 2, -1, -1) if stack[keep].closer == closer), None)
    keeps = [count - 1, count] if outer is None else [outer, count - 1, count]
    keep = best(reading, at + 1, keeps)
    if keep == outer:
        give_up(reading, outer + 1, at, f"this `{closer}` closes what is around it")
        reading.close(at + 1)
    elif keep == count:
        reading.report(at, at + 1, f"This `{closer}` closes nothing.", "Remove it.")
        reading.at = at + 1
    else:
        _report_wrong(reading, frame, closer)
        _complete(reading, frame)
        reading.close(at + 1)


def _report_wrong(reading: Reading, frame: Frame, closer: str) -> None:
    what = "object" if frame.is_object else "array"
    reading.report(
        reading.at,
        reading.at + 1,
        f"`{closer}` cannot close the {what} that `{frame.opener}` opened.",
        f"Write `{frame.closer}`.",
        ((Span(frame.start, frame.start + 1), "opened here"),),
    )


def end_of_text(reading: Reading) -> None:
    """The text ends inside arrays or objects: one problem, at the innermost bracket."""
    frames = [frame for frame in reading.stack if not frame.virtual]
    if frames and not reading.swallowed:
        related = tuple(
            (Span(frame.start, frame.start + 1), f"this `{frame.opener}` is not closed either")
            for frame in reversed(frames[-_DEPTH:-1])
        )
        _report_unclosed(reading, frames[-1], related)
    end = len(reading.text)
    while reading.stack:
        _complete(reading, reading.stack[-1])
        reading.close(end)
    reading.state = DONE
