"""Findings for people: each with the line it is about, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import counted
from tailcli.report.escape import terminal
from tailcli.report.excerpt import excerpt
from tailcli.report.style import PLAIN
from tailcli.source.tuples import NamedTuple

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
    marks = [
        _Mark(report.span, mark),
        *(_Mark(label.span, style.dim("-"), label.message) for label in report.labels),
    ]
    gutter = len(str(max(source.position(one.span.start).line for one in marks)))
    blank = f"{' ' * gutter} {style.dim('|')}"
    yield blank
    last = None
    for one in sorted(marks):
        shown = excerpt(source, one.span, max(1, style.columns - gutter - len(" | ")))
        if (shown.number, shown.text) != last:
            yield f"{style.dim(f'{shown.number:>{gutter}} |')} {shown.text}".rstrip()
        last = shown.number, shown.text
        said = terminal(one.message, MESSAGE_LIMIT)
        yield f"{blank} {' ' * shown.start}{one.cell * shown.length} {said}".rstrip()
    for name, text in _notes(report):
        yield f"{' ' * gutter} {style.dim('=')} {style.bold(name)}: {terminal(text, MESSAGE_LIMIT)}"


class _Mark(NamedTuple):
    """A place to underline, by what, and a word about it."""

    span: Span
    cell: str
    message: str = ""


def _notes(report: Report) -> Iterator[tuple[str, str]]:
    if report.hint:
        yield "hint", report.hint
    if report.server:
        yield "server", f"the control plane refuses this: {report.server}"
    if report.fix:
        yield "fix", f"{report.fix.title} ({report.fix.applicability.value})"
