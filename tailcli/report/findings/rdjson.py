"""Findings as reviewdog's rdjson: columns count UTF-8 bytes; messages are shown as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report import json_text
from tailcli.report.findings.suggestions import as_one_edit
from tailcli.report.links import DOCUMENTATION, rule_url
from tailcli.report.paths import forge_path
from tailcli.report.prose import prose
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.findings.model import Finding, Report
    from tailcli.lint.runner import LintResult
    from tailcli.report.json_text import Json
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText, Span


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return one object with a diagnostic for each finding."""
    found = [_diagnostic(one, result.source) for result in results for one in result.findings]
    return json_text.document({"source": {"name": "tailcli", "url": DOCUMENTATION}, "diagnostics": found})


def _diagnostic(finding: Finding, source: SourceText) -> Mapping[str, Json]:
    report = finding.report
    return {
        "message": _message(report),
        "location": {"path": forge_path(finding.file), "range": _range(source, report.span)},
        "severity": finding.severity.name,
        "code": {"value": finding.code, "url": rule_url(finding.code)},
        **_suggestions(report, source),
    }


def _suggestions(report: Report, source: SourceText) -> Mapping[str, Json]:
    edit = as_one_edit(report, source)
    if edit is None:
        return {}
    return {"suggestions": [{"range": _range(source, edit.span), "text": edit.replacement}]}


def _message(report: Report) -> str:
    said = [prose(report.message)]
    if report.hint:
        said.append(f"Hint: {prose(report.hint)}")
    if report.server:
        said.append(f"The control plane refuses this: {prose(report.server)}")
    return "\n\n".join(said)


def _range(source: SourceText, span: Span) -> Mapping[str, Json]:
    return {"start": _point(source, span.start), "end": _point(source, span.end)}


def _point(source: SourceText, offset: int) -> Mapping[str, Json]:
    return {"line": source.position(offset).line, "column": source.byte_column(offset)}
