"""A diff as CSV, a line a row, for a spreadsheet that must not take any cell for a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tailcli.report.diff.devices import NAMED, example
from tailcli.report.diff.outline import sections
from tailcli.report.diff.words import End, party_words, sentence, terms
from tailcli.report.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.naming import Party
    from tailcli.diff.model import AccessDiff, Place, Row

# The last one begins no formula but, where a line begins with it, a command in the log of a workflow.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "::")
_SEPARATOR = "; "
COLUMNS = (
    "old",
    "new",
    "section",
    "lane",
    "access",
    "change",
    "effect",
    "risk",
    "text",
    "sources",
    "people",
    "destinations",
    "rights",
    "before",
    "after",
    "terms",
    "cause",
    "old_rules",
    "new_rules",
    "depends",
    "notes",
    "witness",
    "source_devices",
    "destination_devices",
)


def render(diffs: Sequence[AccessDiff]) -> str:
    """Return a header and a line for each row of every diff (RFC 4180, with LF)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for diff in diffs:
        places = {id(row): section.title for section in sections(diff) for row in section.rows}
        for row in diff.rows:
            cells = (diff.old.name, diff.new.name, places[id(row)], *_cells(row))
            writer.writerow(map(guarded, cells))
    return stream.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, and that holds no line end or other control."""
    text = terminal(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.lane.value,
        "" if row.access is None else row.access.value,
        row.change.name.lower(),
        row.effect.value,
        row.risk.name.lower(),
        sentence(row),
        _parties(row.sources, End.SOURCE),
        str(row.people),
        _parties(row.destinations, End.DESTINATION),
        _SEPARATOR.join(row.rights),
        row.before,
        row.after,
        terms(row),
        row.cause.text if row.cause is not None else "",
        _places(row.old),
        _places(row.new),
        _SEPARATOR.join(row.depends),
        _SEPARATOR.join(row.notes),
        example(row),
        _devices(row.sources),
        _devices(row.destinations),
    )


def _parties(found: Iterable[Party], end: End) -> str:
    return _SEPARATOR.join(party_words(party, end) for party in found)


def _devices(found: Iterable[Party]) -> str:
    """Return the names of devices, as many as a cell can take."""
    names = sorted({device.name for party in found for device in party.devices or ()})
    more = len(names) - NAMED
    return _SEPARATOR.join([*names[:NAMED], *([f"{more} more"] if more > 0 else [])])


def _places(places: Iterable[Place]) -> str:
    return _SEPARATOR.join(f"{place.file}:{place.line} {place.label}".strip() for place in places)
