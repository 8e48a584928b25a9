"""Findings for people: each with the line it is about, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import counted
from tailcli.report.escape import first, terminal
from tailcli.report.excerpt import excerpt
from tailcli.report.links import rule_url
from tailcli.report.style import PLAIN
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.findings.model import Finding, Report, Severity
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText, Span

MESSAGE_LIMIT = 600


def render(results: Sequence[LintResult], style: Style = PLAIN) -> str:
    """Return all findings with excerpts, and a line that counts them."""
    blocks = [
        "\n".join(block(finding, result.source, style)) for result in results for finding in result.findings
    ]
    return "\n\n".join([*blocks, counted(results)]) + "\n"


def block(finding: Finding, source: SourceText, style: Style) -> Iterator[str]:
    """Yield the lines about one finding."""
    report = finding.report
    place = source.position(report.span.start)
    where = style.bold(f"{first(finding.file)}:{place.line}:{place.column}")
    severity = style.severity(finding.severity, finding.severity.value)
    yield f"{where} {severity} {style.link(style.bold(finding.code), rule_url(finding.code))} {finding.name}"
    yield f"  {terminal(report.message, MESSAGE_LIMIT)}"
    yield from excerpts(report, source, style, finding.severity)


def excerpts(report: Report, source: SourceText, style: Style, severity: Severity) -> Iterator[str]:
    """Yield the line of a report, those of its related places, and its notes."""
    marks = [_Mark(report.span, severity), *(_Mark(span, None, message) for span, message in report.labels)]
    gutter = len(str(max(source.position(one.span.start).line for one in marks)))
    blank = f"{' ' * gutter} {style.dim('|')}"
    yield blank
    last = None
    for one in sorted(marks, key=lambda mark: mark.span):
        shown = excerpt(source, one.span, max(1, style.columns - gutter - len(" | ")))
        if (shown.number, shown.text) != last:
            yield f"{style.dim(f'{shown.number:>{gutter}} |')} {shown.text}".rstrip()
        last = shown.number, shown.text
        said = terminal(one.message, MESSAGE_LIMIT)
        yield f"{blank} {' ' * shown.start}{_underline(one, shown.length, style)} {said}".rstrip()
    for name, text in _notes(report):
        yield f"{' ' * gutter} {style.dim('=')} {style.bold(name)}: {terminal(text, MESSAGE_LIMIT)}"


class _Mark(NamedTuple):
    """A place to underline, and a word about it; ``severity`` is None for a related place."""

    span: Span
    severity: Severity | None
    message: str = ""


def _underline(mark: _Mark, length: int, style: Style) -> str:
    if mark.severity is None:
        return style.dim("-" * length)
    return style.severity(mark.severity, "^" * length)


def _notes(report: Report) -> Iterator[tuple[str, str]]:
    if report.hint:
        yield "hint", report.hint
    if report.server:
        yield "server", f"the control plane refuses this: {report.server}"
    if report.fix:
        yield "fix", f"{report.fix.title} ({report.fix.applicability.value})"
