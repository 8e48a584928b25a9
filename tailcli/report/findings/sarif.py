"""Findings as SARIF 2.1.0, with what GitHub's code scanning asks for beyond the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Persona, Severity
from tailcli.findings.registry import BY_CODE
from tailcli.lint.pages import page
from tailcli.report import json_text, rule_pages
from tailcli.report.escape import terminal
from tailcli.report.findings.fingerprints import fingerprinted
from tailcli.report.findings.line_hashes import line_hashes
from tailcli.report.findings.suggestions import is_offered
from tailcli.report.findings.told import MESSAGE_LIMIT, told
from tailcli.report.links import DOCUMENTATION, rule_url
from tailcli.report.paths import forge_uri
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tailcli.findings.model import Finding, Fix, Label, Report
    from tailcli.findings.rule import Rule
    from tailcli.lint.runner import LintResult
    from tailcli.report.json_text import Json
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# GitHub takes no longer description.
LONGEST_DESCRIPTION = 1024

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return a log with one run; without findings too, for that closes the alerts of earlier runs."""
    codes = sorted({finding.code for result in results for finding in result.findings})
    index = {code: place for place, code in enumerate(codes)}
    run: Json = {
        "tool": {"driver": _driver([BY_CODE[code] for code in codes])},
        "columnKind": "utf16CodeUnits",
        "results": [entry for result in results for entry in _results(result, index)],
    }
    return json_text.document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(rules: Sequence[Rule]) -> Mapping[str, Json]:
    from importlib.metadata import version

    return {
        "name": "tailcli",
        "semanticVersion": version("tailcli"),
        "informationUri": DOCUMENTATION,
        "rules": list(map(_rule, rules)),
    }


def _rule(rule: Rule) -> Mapping[str, Json]:
    shown = page(rule)
    does = " ".join(shown.sections["What it does"].split())
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": shown.summary},
        "fullDescription": {"text": does[:LONGEST_DESCRIPTION]},
        "help": {"text": rule_pages.plain(rule), "markdown": rule_pages.markdown(rule)},
        "helpUri": rule_url(rule.code),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "precision": "very-high" if rule.persona is Persona.DEFAULT else "high",
            "problem.severity": _PROBLEMS[rule.severity],
            "tags": [rule.family.folder],
        },
    }


def _results(result: LintResult, index: Mapping[str, int]) -> Iterator[Mapping[str, Json]]:
    hashes = line_hashes(result.source.text) if result.findings else []
    for finding, fingerprint in fingerprinted(result):
        line = result.source.position(finding.report.span.start).line
        prints = {"primaryLocationLineHash": hashes[line - 1], "tailcliFinding/v1": fingerprint}
        yield {
            "ruleId": finding.code,
            "ruleIndex": index[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": message_text(told(finding.report))},
            "locations": [_location(finding.file, result.source, finding.report.span)],
            "partialFingerprints": prints,
            **_related(finding, result.source),
            **_fixes(finding, result.source),
        }


def message_text(text: str) -> str:
    """Return text for a message, in which ``[words](target)`` would become a link."""
    return text.replace("](", "] (")


def _related(finding: Finding, source: SourceText) -> Mapping[str, Json]:
    labels = finding.report.labels
    return {"relatedLocations": [_label(finding.file, source, label) for label in labels]} if labels else {}


def _label(file: str, source: SourceText, label: Label) -> Mapping[str, Json]:
    message = message_text(terminal(label.message, MESSAGE_LIMIT))
    return {**_location(file, source, label.span), **({"message": {"text": message}} if message else {})}


def _fixes(finding: Finding, source: SourceText) -> Mapping[str, Json]:
    report: Report = finding.report
    if report.fix is None or not is_offered(report):
        return {}
    return {"fixes": [_fix(report.fix, finding.file, source)]}


def _fix(fix: Fix, file: str, source: SourceText) -> Mapping[str, Json]:
    replacements = [
        {"deletedRegion": region(source, edit.span), "insertedContent": {"text": edit.replacement}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": message_text(terminal(f"{fix.title} ({fix.applicability.value})"))},
        "artifactChanges": [{"artifactLocation": _artifact(file), "replacements": replacements}],
    }


def _location(file: str, source: SourceText, span: Span) -> Mapping[str, Json]:
    return {"physicalLocation": {"artifactLocation": _artifact(file), "region": region(source, span)}}


def _artifact(file: str) -> Mapping[str, Json]:
    return {"uri": forge_uri(file), "uriBaseId": "%SRCROOT%"}


def region(source: SourceText, span: Span) -> Mapping[str, Json]:
    """Return a span: lines and columns from 1, in UTF-16 units, the end behind the last one."""
    return {
        "startLine": source.position(span.start).line,
        "startColumn": source.utf16_column(span.start),
        "endLine": source.position(span.end).line,
        "endColumn": source.utf16_column(span.end),
    }
