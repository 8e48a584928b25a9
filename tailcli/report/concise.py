"""Findings, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.escape import first, terminal
from tailcli.report.full import MESSAGE_LIMIT
from tailcli.report.links import rule_url
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText


def render(results: Sequence[LintResult], style: Style = PLAIN) -> str:
    """Return a line for each finding: place, severity, code, message; nothing where there is none."""
    return "".join(_line(finding, result.source, style) for result in results for finding in result.findings)


def _line(finding: Finding, source: SourceText, style: Style) -> str:
    place = source.position(finding.report.span.start)
    where = style.bold(f"{first(finding.file)}:{place.line}:{place.column}")
    severity = style.severity(finding.severity, finding.severity.value)
    code = style.link(finding.code, rule_url(finding.code))
    return f"{where}: {severity} {code} {terminal(finding.report.message, MESSAGE_LIMIT)}\n"
