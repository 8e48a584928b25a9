"""Findings under the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import counted
from tailcli.report.escape import first, terminal, width
from tailcli.report.full import MESSAGE_LIMIT
from tailcli.report.links import rule_url
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style


def render(results: Sequence[LintResult], style: Style = PLAIN) -> str:
    """Return a block for each file that has findings, one line a finding, and a line that counts them."""
    blocks = ["\n".join(_block(result, style)) for result in results if result.findings]
    return "\n\n".join([*blocks, counted(results)]) + "\n"


def _block(result: LintResult, style: Style) -> Iterator[str]:
    yield style.bold(first(result.source.name))
    positions = [result.source.position(finding.report.span.start) for finding in result.findings]
    places = [f"{line}:{column}" for line, column in positions]
    wide = max(map(width, places))
    severities = max(len(finding.severity.value) for finding in result.findings)
    for finding, place in zip(result.findings, places, strict=True):
        severity = style.severity(finding.severity, f"{finding.severity.value:<{severities}}")
        code = style.link(finding.code, rule_url(finding.code))
        yield f"  {place:>{wide}}  {severity}  {code}  {terminal(finding.report.message, MESSAGE_LIMIT)}"
