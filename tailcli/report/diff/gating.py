"""What gates find in a change, and what it does to the settings, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.gates import ALWAYS
from tailcli.diff.loosening import change_words
from tailcli.findings.model import Severity
from tailcli.report.counts import number
from tailcli.report.paths import annotated_path
from tailcli.report.workflow_commands import Annotation, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.diff.gates import Gated, GateFinding
    from tailcli.diff.model import Place
    from tailcli.report.diff.records import Json

_GUARDRAILS = ("must-not-reach", "must-reach")
_ANNOUNCED = "unexpected-change"
_ANNOTATED = (*ALWAYS, "settings-loosened")

_SHOWN = 20
FAILS = "FAILS"
"""What a line begins with that tells of a finding which fails the change."""


def heading(gated: Gated) -> str:
    """Return the title of the section, without a colon."""
    failing = sum(finding.fails for finding in gated.findings)
    fails = f", {failing} of them {'fails' if failing == 1 else 'fail'} the change" if failing else ""
    return f"Gates ({number(len(gated.findings), 'finding')}{fails}; settings: {gated.settings})"


def lines(gated: Gated) -> Iterator[str]:
    """Yield a line for each gate that found something, with the first of it where rows tell the rest.

    What was not announced is told by the judgement, which is shown beside.
    """
    together: dict[str, list[GateFinding]] = {}
    for finding in gated.findings:
        together.setdefault(finding.name, []).append(finding)
    for name, findings in together.items():
        if name == _ANNOUNCED:
            yield _announced(findings)
            continue
        shown = findings[:_SHOWN] if name in _GUARDRAILS else findings[:1]
        yield from map(_line, shown[:-1])
        more = len(findings) - len(shown)
        yield f"{_line(shown[-1])}{f', and {more} more' if more else ''}"


def _announced(findings: list[GateFinding]) -> str:
    """Return one line: each mismatch is told where the change is held against its announcement."""
    count = len(findings)
    mismatches = "1 mismatch" if count == 1 else f"{count} mismatches"
    return f'{_start(findings[0])}: {mismatches}, told under "Not as announced"'


def _line(finding: GateFinding) -> str:
    return f"{_start(finding)}: {finding.message}{_where(finding.place)}"


def _start(finding: GateFinding) -> str:
    level = FAILS if finding.fails else finding.severity.value
    return f"{level} {finding.code} {finding.name}"


def _where(place: Place | None) -> str:
    return "" if place is None else f" [{place.file}:{place.line}]"


def change_lines(gated: Gated) -> Iterator[str]:
    """Yield a line for each thing that the settings say otherwise, the looser ones marked."""
    for change in gated.changes:
        yield f"{'looser: ' if change.is_looser else ''}{change_words(change)}"


def gate_annotations(gated: Gated) -> Iterator[Annotation]:
    """Yield an annotation for what fails the change and for what no row of the diff says."""
    together: dict[tuple[str, Place | None], list[GateFinding]] = {}
    for finding in gated.findings:
        if finding.fails or finding.name in _ANNOTATED:
            together.setdefault((finding.name, None if finding.is_old else finding.place), []).append(finding)
    for (_, place), findings in together.items():
        first = findings[0]
        level = Level.ERROR if any(one.fails for one in findings) else _LEVELS[first.severity]
        said = tuple(dict.fromkeys(one.message for one in findings))
        file = "" if place is None else annotated_path(place.file)
        span = None if place is None else (place.line, max(place.line, place.end_line))
        yield Annotation(level, f"{first.code} {first.name}", said, file, span)


_LEVELS = {Severity.ERROR: Level.ERROR, Severity.WARNING: Level.WARNING, Severity.INFO: Level.NOTICE}


def record(gated: Gated) -> Mapping[str, Json]:
    """Return it for programs."""
    return {
        "settings": gated.settings,
        "failed": gated.fails,
        "setting_changes": [change._asdict() for change in gated.changes],
        "findings": [_finding(finding) for finding in gated.findings],
    }


def _finding(finding: GateFinding) -> Mapping[str, Json]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "fails": finding.fails,
        "side": None if finding.place is None else "old" if finding.is_old else "new",
        "place": None if finding.place is None else _place(finding.place),
    }


def _place(place: Place) -> Mapping[str, Json]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "label": place.label,
    }


def is_worth_telling(gated: Gated) -> bool:
    """Tell whether a reader should hear of it: of findings, of changes, of settings from a file."""
    return bool(gated.findings or gated.changes or gated.settings_file)
