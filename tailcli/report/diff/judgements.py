"""Whether a change is what was announced, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.diff.expect import Judgement, Mismatch
    from tailcli.report.diff.records import Json


def verdict_words(judgement: Judgement) -> str:
    """Return the judgement in a sentence without a full stop."""
    said = number(judgement.statements, "statement")
    if judgement.is_met:
        return f"As announced in {judgement.name} ({said}): the access changes exactly so"
    return f"Not as announced in {judgement.name} ({said}, {_mismatches(judgement)})"


def _mismatches(judgement: Judgement) -> str:
    count = len(judgement.mismatches)
    return "1 mismatch" if count == 1 else f"{count} mismatches"


def mismatch_words(mismatch: Mismatch, name: str) -> str:
    """Return one mismatch with its place: the rule that gives it, or the statement."""
    place = mismatch.place
    where = f"{name}:{mismatch.line}" if place is None else f"{place.file}:{place.line} {place.label}"
    return f"{mismatch.fault.value}: {mismatch.text} ({where})"


def lines(judgement: Judgement) -> Iterator[str]:
    """Yield the sentence and a line for each mismatch."""
    yield f"{verdict_words(judgement)}{'.' if judgement.is_met else ':'}"
    for mismatch in judgement.mismatches:
        yield f"  {mismatch_words(mismatch, judgement.name)}"


def record(judgement: Judgement) -> Mapping[str, Json]:
    """Return the judgement for programs."""
    return {
        "name": judgement.name,
        "statements": judgement.statements,
        "met": judgement.is_met,
        "mismatches": [
            {
                "fault": mismatch.fault.name.lower(),
                "text": mismatch.text,
                "line": mismatch.line or None,
                "rule": None
                if mismatch.place is None
                else {
                    "file": mismatch.place.file,
                    "line": mismatch.place.line,
                    "column": mismatch.place.column,
                    "end_line": mismatch.place.end_line or mismatch.place.line,
                    "label": mismatch.place.label,
                },
            }
            for mismatch in judgement.mismatches
        ],
    }
