"""Findings for programs: one JSON object, described by ``schemas/findings.schema.json``.

The output is ASCII: whatever a policy holds stands in it as an escape.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tailcli.findings.model import Severity
from tailcli.report import json_text
from tailcli.report.links import rule_url
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.findings.model import Finding, Fix
    from tailcli.lint.runner import LintResult
    from tailcli.lint.selection import Skipped
    from tailcli.report.json_text import Json
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText, Span

VERSION = 1


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return all findings, the rules that were not run, and counts."""
    return json_text.document(
        {
            "version": VERSION,
            "findings": [_finding(found, result.source) for result in results for found in result.findings],
            "skipped": [_skipped(skipped, result) for result in results for skipped in result.skipped],
            "summary": _summary(results),
        }
    )


def render_lines(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return the same, one value a line, each with its type; the summary comes last."""
    found = [
        {"type": "finding", **_finding(one, result.source)} for result in results for one in result.findings
    ]
    skipped = [{"type": "skipped", **_skipped(one, result)} for result in results for one in result.skipped]
    summary = {"type": "summary", "version": VERSION, **_summary(results)}
    return "".join(map(json_text.line, [*found, *skipped, summary]))


def _skipped(skipped: Skipped, result: LintResult) -> Mapping[str, Json]:
    return {"file": result.source.name, "reason": skipped.reason.value, "codes": skipped.codes}


def _summary(results: Sequence[LintResult]) -> Mapping[str, Json]:
    counts = Counter(finding.severity for result in results for finding in result.findings)
    return {"files": len(results), **{severity.value: counts[severity] for severity in Severity}}


def _finding(finding: Finding, source: SourceText) -> Mapping[str, Json]:
    report = finding.report
    return {
        "code": finding.code,
        "name": finding.name,
        "url": rule_url(finding.code),
        "severity": finding.severity.value,
        "file": finding.file,
        **place(source, report.span),
        "message": report.message,
        "hint": report.hint,
        "server": report.server,
        "labels": [{**place(source, label.span), "message": label.message} for label in report.labels],
        "fix": None if report.fix is None else _fix(report.fix, source),
    }


def _fix(fix: Fix, source: SourceText) -> Json:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "edits": [{**place(source, edit.span), "replacement": edit.replacement} for edit in fix.edits],
    }


def place(source: SourceText, span: Span) -> Mapping[str, Json]:
    """Return the ends of a span: line and column counted from 1, offset from 0, all in characters."""
    return {"start": _point(source, span.start), "end": _point(source, span.end)}


def _point(source: SourceText, offset: int) -> Json:
    line, column = source.position(offset)
    return {"line": line, "column": column, "offset": offset}
