"""Findings as Checkstyle's XML; columns count characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.findings.told import told
from tailcli.report.findings.xml_text import HEAD, attributes
from tailcli.report.paths import forge_path
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return a document with an element for each file, also for one without findings."""
    lines = [line for result in results for line in _file(result)]
    return HEAD + "\n".join(['<checkstyle version="4.3">', *lines, "</checkstyle>"]) + "\n"


def _file(result: LintResult) -> Iterator[str]:
    head = f"  <file{attributes(name=forge_path(result.source.name))}"
    if not result.findings:
        yield f"{head}/>"
        return
    yield f"{head}>"
    for finding in result.findings:
        yield f"    <error{_error(finding, result.source)}/>"
    yield "  </file>"


def _error(finding: Finding, source: SourceText) -> str:
    place = source.position(finding.report.span.start)
    return attributes(
        line=place.line,
        column=place.column,
        severity=finding.severity.value,
        message=f"{finding.code} {finding.name}: {told(finding.report)}",
        source=f"tailcli.{finding.code}",
    )
