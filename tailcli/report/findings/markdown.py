"""Findings as a section of a step summary or a comment on GitHub, within the limit of a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import counted, number
from tailcli.report.escape import terminal
from tailcli.report.links import rule_url
from tailcli.report.prose import code, prose
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText

LIMIT = 60_000
# What is kept for the headline and the line that says how much is missing.
_RESERVE = 500


def render(results: Sequence[LintResult], _style: Style = PLAIN, limit: int = LIMIT) -> str:
    """Return a headline, then a list for each file; where it gets too long, the worst are kept."""
    return "\n".join([f"**{counted(results)}**", *_lists(results, limit - _RESERVE)]) + "\n"


def _lists(results: Sequence[LintResult], room: int) -> Iterator[str]:
    items = {
        (place, finding): _item(finding, result.source)
        for place, result in enumerate(results)
        for finding in result.findings
    }
    kept = _kept(items, room)
    for place, result in enumerate(results):
        shown = [items[place, finding] for finding in result.findings if (place, finding) in kept]
        if shown:
            yield from ("", _heading(result), "", *shown)
    if len(kept) < len(items):
        missing = number(len(items) - len(kept), "more finding")
        yield from ("", f"**{missing} not shown.** `tailcli lint` prints them all.")


def _kept(items: dict[tuple[int, Finding], str], room: int) -> set[tuple[int, Finding]]:
    """Return those that there is room for, the worst first; a heading is counted with each."""
    kept = set()
    for place, finding in sorted(items, key=lambda one: -one[1].severity.rank):
        room -= len(items[place, finding]) + len(finding.file) + len("\n\n#### ``\n\n")
        if room < 0:
            break
        kept.add((place, finding))
    return kept


def _heading(result: LintResult) -> str:
    return f"#### {code(terminal(result.source.name))}"


def _item(finding: Finding, source: SourceText) -> str:
    report = finding.report
    line = source.position(report.span.start).line
    rule = f'[{finding.code}]({rule_url(finding.code)} "{finding.name}")'
    said = [f"- {finding.severity.value} {rule}, line {line}: {prose(report.message)}"]
    if report.hint:
        said.append(f"  - Hint: {prose(report.hint)}")
    if report.server:
        said.append(f"  - The control plane refuses this: {prose(report.server)}")
    return "\n".join(said)
