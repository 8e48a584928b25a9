"""Findings as annotations of a GitHub workflow, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Severity
from tailcli.report.findings.told import details
from tailcli.report.paths import annotated_path
from tailcli.report.style import PLAIN
from tailcli.report.workflow_commands import Annotation, Level, commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.findings.model import Report
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText

_LEVELS = {Severity.ERROR: Level.ERROR, Severity.WARNING: Level.WARNING, Severity.INFO: Level.NOTICE}
_ELSEWHERE = "`tailcli lint` prints every finding"


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return workflow commands, at most ten of each level; the last of a level says how many are missing."""
    return commands(
        [
            annotation(_LEVELS[one.severity], f"{one.code} {one.name}", result.source, one.report)
            for result in results
            for one in result.findings
        ],
        _ELSEWHERE,
    )


def annotation(level: Level, title: str, source: SourceText, report: Report) -> Annotation:
    """Return a report as an annotation beside its lines."""
    path = annotated_path(source.name)
    (first, _), (last, _) = source.position(report.span.start), source.position(report.span.end)
    messages = (report.message, *details(report))
    if not path:
        # Without a file there is no line either, so the text has to say where it is.
        messages = (f"{source.name}:{first}: {report.message}", *messages[1:])
    columns = (source.utf16_column(report.span.start), source.utf16_column(report.span.end))
    return Annotation(level, title, messages, path, (first, last), columns)
