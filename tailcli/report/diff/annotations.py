"""A diff as annotations of a GitHub workflow, on the lines of the new file that caused each row."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.diff.model import ACCESS_LANES, Effect, Presence, Risk
from tailcli.report.counts import number
from tailcli.report.diff.outline import headline, preamble, remarks
from tailcli.report.diff.words import sentence, terms
from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import AccessDiff, Place, Row

# GitHub shows so many of each level a step and drops the rest in silence.
MOST_OF_A_LEVEL = 10
# GitHub cuts a message at 4096 characters.
_LONGEST = 900
_ROWS_A_LINE = 4


class Level(Enum):
    """The levels of annotations, the most important first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class _Note(NamedTuple):
    level: Level
    file: str
    lines: tuple[int, int] | None
    title: str
    messages: tuple[str, ...]


def render(diffs: Sequence[AccessDiff]) -> str:
    """Return workflow commands, worst first; of each level the last one says how many are not shown.

    The headline of each file comes first. A row whose cause stands in the new file is on that line; what
    was removed has no line there.
    """
    heads = [_head(diff) for diff in diffs]
    found = [note for diff in diffs for note in _notes(diff)]
    return "".join(_line(note) for level in Level for note in _shown(heads, found, level))


def _shown(heads: Iterable[_Note], found: Iterable[_Note], level: Level) -> Iterator[_Note]:
    notes = [note for note in (*heads, *found) if note.level is level]
    yield from notes[: MOST_OF_A_LEVEL - 1]
    rest = notes[MOST_OF_A_LEVEL - 1 :]
    if not rest:
        return
    last, more = rest[0], len(rest) - 1
    if not more:
        yield last
        return
    said = f"{number(more, f'more {level.value}')} not shown; `tailcli diff` prints every row"
    yield last._replace(messages=(*last.messages[:_ROWS_A_LINE], said))


def _head(diff: AccessDiff) -> _Note:
    said = (*preamble(diff), headline(diff), *remarks(diff))
    level = Level.WARNING if preamble(diff) else Level.NOTICE
    return _Note(level, _file(diff), None, "Access change", said)


def _file(diff: AccessDiff) -> str:
    """Return the path of the new file for GitHub; a version in git or a stream has none."""
    name = diff.new.name
    is_path = diff.new.presence is Presence.PRESENT and ":" not in name and not name.startswith("<")
    return name.replace("\\", "/").removeprefix("./") if is_path else ""


def _notes(diff: AccessDiff) -> Iterator[_Note]:
    """Yield a note for each line and level: rows that one line causes are told together."""
    together: dict[tuple[Level, int, int], list[Row]] = {}
    for row in diff.rows:
        place = _place(row)
        span = (0, 0) if place is None else (place.line, max(place.line, place.end_line))
        together.setdefault((_level(row), *span), []).append(row)
    for (level, first, last), rows in together.items():
        said = [_message(row) for row in rows[:_ROWS_A_LINE]]
        if len(rows) > _ROWS_A_LINE:
            said.append(f"and {number(len(rows) - _ROWS_A_LINE, 'more row')}")
        lines = (first, last) if first else None
        yield _Note(level, _file(diff), lines, _title(rows), tuple(said))


def _place(row: Row) -> Place | None:
    if row.cause is not None and row.cause.new is not None:
        return row.cause.new
    return row.new[0] if row.new else None


def _level(row: Row) -> Level:
    if row.risk in {Risk.LOCKOUT, Risk.BROAD}:
        return Level.ERROR
    widens = row.lane in ACCESS_LANES and row.effect in {Effect.WIDER, Effect.BOTH}
    return Level.WARNING if widens or row.risk is Risk.SENSITIVE else Level.NOTICE


def _title(rows: Sequence[Row]) -> str:
    lanes = list(dict.fromkeys(row.lane.value for row in rows))
    return f"{', '.join(lanes)} ({number(len(rows), 'row')})"


def _message(row: Row) -> str:
    said = f"{row.change.value} {sentence(row)}"
    if terms(row):
        said = f"{said} ({terms(row)})"
    return f"{said}; because {row.cause.text}" if row.cause is not None else said


def _line(note: _Note) -> str:
    properties = {"file": note.file, "title": note.title}
    if note.file and note.lines is not None:
        properties |= {"line": str(note.lines[0]), "endLine": str(note.lines[1])}
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    message = "%0A".join(_data(terminal(part, _LONGEST)) for part in note.messages)
    return f"::{note.level.value} {said}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(terminal(text)).replace(":", "%3A").replace(",", "%2C")
