"""A diff as annotations of a GitHub workflow, on the lines of the new file that caused each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.model import ACCESS_LANES, Effect, Lane, Presence, Risk
from tailcli.report.counts import number
from tailcli.report.diff.gating import gate_annotations
from tailcli.report.diff.outline import headline, preamble, remarks
from tailcli.report.diff.words import sentence, terms
from tailcli.report.paths import annotated_path
from tailcli.report.workflow_commands import Annotation, Level, commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff, Place, Row
    from tailcli.report.paths import Folders

_ROWS_A_LINE = 4
_ELSEWHERE = "`tailcli diff` prints every row"


def render(diffs: Sequence[AccessDiff], gates: Sequence[Gated] = (), folders: Folders | None = None) -> str:
    """Return workflow commands, worst first; of each level the last one says how many are not shown.

    The headline of each file comes first. A row whose cause stands in the new file is on that line; what
    was removed has no line there. With ``folders`` files are named as the repository has them.
    """
    heads = [_head(diff) for diff in diffs]
    gated = [one for found in gates for one in gate_annotations(found)]
    return commands([*heads, *gated, *(note for diff in diffs for note in _notes(diff))], _ELSEWHERE, folders)


def _head(diff: AccessDiff) -> Annotation:
    said = (*preamble(diff), headline(diff), *remarks(diff))
    level = Level.WARNING if preamble(diff) else Level.NOTICE
    return Annotation(level, "Access change", said, _file(diff))


def _file(diff: AccessDiff) -> str:
    """Return the path of the new file for GitHub; a version in git or a stream has none."""
    return annotated_path(diff.new.name) if diff.new.presence is Presence.PRESENT else ""


def _notes(diff: AccessDiff) -> Iterator[Annotation]:
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
        yield Annotation(level, _title(rows), tuple(said), _file(diff), lines)


def _place(row: Row) -> Place | None:
    if row.cause is not None and row.cause.new is not None:
        return row.cause.new
    return row.new[0] if row.new else None


def _level(row: Row) -> Level:
    if row.risk in {Risk.LOCKOUT, Risk.BROAD} and row.lane is not Lane.LATENT:
        return Level.ERROR
    widens = row.lane in ACCESS_LANES and row.effect in {Effect.WIDER, Effect.BOTH}
    return Level.WARNING if widens or row.risk in {Risk.BROAD, Risk.SENSITIVE} else Level.NOTICE


def _title(rows: Sequence[Row]) -> str:
    lanes = list(dict.fromkeys(row.lane.value for row in rows))
    return f"{', '.join(lanes)} ({number(len(rows), 'row')})"


def _message(row: Row) -> str:
    said = f"{row.change.value} {sentence(row)}"
    if terms(row):
        said = f"{said} ({terms(row)})"
    return f"{said}; because {row.cause.text}" if row.cause is not None else said
