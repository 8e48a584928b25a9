"""Diffs for programs: one JSON document or a record a line, described by ``schemas/diff.schema.json``.

The output is ASCII: whatever a policy holds stands in it as an escape.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from tailcli.report import json_text
from tailcli.report.diff.devices import NAMED, devices_of
from tailcli.report.diff.gating import record as gate_record
from tailcli.report.diff.judgements import record
from tailcli.report.diff.outline import counts, headline, preamble, remarks, sections
from tailcli.report.diff.words import sentence, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tailcli.access.naming import NamedDevice, Party
    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff, Cause, Place, Row, Side, Witness

    Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

VERSION = 1


def render_json(
    diffs: Sequence[AccessDiff], judgement: Judgement | None = None, gates: Sequence[Gated] = ()
) -> str:
    """Return one document with every diff and its rows, and the judgement where there is one."""
    document: Json = {
        "version": VERSION,
        "diffs": [diff_record(diff, gated) for diff, gated in zip_longest(diffs, gates)],
        "announcement": None if judgement is None else record(judgement),
    }
    return json_text.document(document)


def render_jsonl(diffs: Sequence[AccessDiff], gates: Sequence[Gated] = ()) -> str:
    """Return a line for each diff (``"type": "diff"``), each followed by one a row (``"type": "row"``)."""
    return "".join(
        json_text.line(record)
        for diff, gated in zip_longest(diffs, gates)
        for record in _records(diff, gated)
    )


def _records(diff: AccessDiff, gated: Gated | None) -> Iterator[Mapping[str, Json]]:
    yield {"type": "diff", "version": VERSION, **_head(diff, gated)}
    for row in _record_rows(diff):
        yield {"type": "row", "old": diff.old.name, "new": diff.new.name, "row": row}


def diff_record(diff: AccessDiff, gated: Gated | None = None) -> Mapping[str, Json]:
    """Return one diff as it stands in the document."""
    return {**_head(diff, gated), "rows": _record_rows(diff)}


def _head(diff: AccessDiff, gated: Gated | None) -> Mapping[str, Json]:
    found = counts(diff)
    devices = devices_of(diff)
    return {
        "old": _side(diff.old),
        "new": _side(diff.new),
        "verdict": diff.verdict.name.lower(),
        "certain": diff.is_certain,
        "depends": diff.depends,
        "headline": headline(diff),
        "summary": found._asdict(),
        "notes": [*preamble(diff), *remarks(diff)],
        "idle_causes": [_cause(cause) for cause in diff.idle_causes],
        "devices": None if devices is None else [_device(device) for device in devices],
        "gates": None if gated is None else gate_record(gated),
    }


def _side(side: Side) -> Json:
    return {"name": side.name, "presence": side.presence.value, "refusals": side.refusals}


def _record_rows(diff: AccessDiff) -> Sequence[Mapping[str, Json]]:
    places = {id(row): section.title for section in sections(diff) for row in section.rows}
    return [row_record(row, places[id(row)]) for row in diff.rows]


def row_record(row: Row, section: str) -> Mapping[str, Json]:
    """Return one row, with the sentences that the text output has for it."""
    return {
        "section": section,
        "lane": row.lane.value,
        "access": None if row.access is None else row.access.value,
        "change": row.change.name.lower(),
        "effect": row.effect.value,
        "risk": row.risk.name.lower(),
        "text": sentence(row),
        "terms": terms(row),
        "sources": [_party(party) for party in row.sources],
        "destinations": [_party(party) for party in row.destinations],
        "rights": row.rights,
        "before": row.before,
        "after": row.after,
        "old_rules": [_place(place) for place in row.old],
        "new_rules": [_place(place) for place in row.new],
        "people": row.people,
        "open": row.is_open,
        "cause": None if row.cause is None else _cause(row.cause),
        "witness": None if row.witness is None else _witness(row.witness),
        "depends": row.depends,
        "notes": row.notes,
        "pairs": row.pairs,
        "tested": row.is_tested,
    }


def _party(party: Party) -> Json:
    return {
        "text": party.text,
        "logins": party.logins,
        "selector": party.is_selector,
        "exceptions": party.exceptions,
        "open": party.is_open,
        "detail": party.detail,
        "devices": None if party.devices is None else _devices(party.devices),
    }


def _devices(devices: Sequence[NamedDevice]) -> Json:
    """Return how many there are, and the names of so many that a star does not repeat a whole inventory."""
    return {"count": len(devices), "names": [device.name for device in devices[:NAMED]]}


def _device(device: NamedDevice) -> Json:
    return {"name": device.name, "owner": device.owner or None, "tags": device.tags}


def _place(place: Place) -> Json:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "label": place.label,
    }


def _cause(cause: Cause) -> Json:
    return {
        "text": cause.text,
        "old": None if cause.old is None else _place(cause.old),
        "new": None if cause.new is None else _place(cause.new),
    }


def _witness(witness: Witness) -> Json:
    devices = witness.devices
    return {
        "source": witness.source,
        "destination": witness.destination,
        "right": witness.right,
        "devices": None if devices is None else [device.name for device in devices],
    }
