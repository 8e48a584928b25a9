"""Findings for people: each with the line it is about, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import counted
from tailcli.report.escape import terminal
from tailcli.report.excerpt import excerpt
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.findings.model import Finding, Report
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText, Span

MESSAGE_LIMIT = 600


def render(results: Sequence[LintResult], style: Style = PLAIN) -> str:
    """Return all findings with excerpts, and a line that counts them."""
    blocks = [
        "\n".join(_block(finding, result.source, style)) for result in results for finding in result.findings
    ]
    return "\n\n".join([*blocks, counted(results)]) + "\n"


def _block(finding: Finding, source: SourceText, style: Style) -> Iterator[str]:
    report = finding.report
    place = source.position(report.span.start)
    where = style.bold(f"{terminal(finding.file)}:{place.line}:{place.column}")
    severity = style.severity(finding.severity, finding.severity.value)
    yield f"{where} {severity} {style.bold(finding.code)} {finding.name}"
    yield f"  {terminal(report.message, MESSAGE_LIMIT)}"
    yield from excerpts(report, source, style, style.severity(finding.severity, "^"))


def excerpts(report: Report, source: SourceText, style: Style, mark: str) -> Iterator[str]:
    """Yield the line of a report, those of its related places, and its notes.

    ``mark`` is what underlines one cell of the report's own place; it may hold colour.
    """
    spans = (report.span, *(label.span for label in report.labels))
    gutter = len(str(max(source.position(span.start).line for span in spans)))
    yield f"{' ' * gutter} {style.dim('|')}"
    yield from _marked(source, report.span, gutter, style, mark)
    for label in report.labels:
        yield from _marked(source, label.span, gutter, style, style.dim("-"), label.message)
    for name, text in _notes(report):
        yield f"{' ' * gutter} {style.dim('=')} {style.bold(name)}: {terminal(text, MESSAGE_LIMIT)}"


def _marked(
    source: SourceText, span: Span, gutter: int, style: Style, mark: str, message: str = ""
) -> Iterator[str]:
    shown = excerpt(source, span, max(1, style.columns - gutter - len(" | ")))
    yield f"{style.dim(f'{shown.number:>{gutter}} |')} {shown.text}".rstrip()
    said = f" {terminal(message, MESSAGE_LIMIT)}" if message else ""
    yield f"{' ' * gutter} {style.dim('|')} {' ' * shown.start}{mark * shown.length}{said}"


def _notes(report: Report) -> Iterator[tuple[str, str]]:
    if report.hint:
        yield "hint", report.hint
    if report.server:
        yield "server", f"the control plane refuses this: {report.server}"
    if report.fix:
        yield "fix", f"{report.fix.title} ({report.fix.applicability.value})"
