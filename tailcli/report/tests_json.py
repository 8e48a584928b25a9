"""The results of a policy's own tests for programs: ``schemas/test-results.schema.json``, in ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain import Places
from tailcli.policytests.results import Status
from tailcli.report import json_text
from tailcli.report.access_rules import answer_record, fact_records, near_records
from tailcli.report.findings_json import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.policytests.coverage import RuleCoverage
    from tailcli.policytests.results import Assertion, EntryResult, Fault, Run
    from tailcli.report.json_text import Json
    from tailcli.source.text import SourceText

VERSION = 1


def render(run: Run, covered: Sequence[RuleCoverage] | None = None) -> str:
    """Return every entry and assertion, passed or not, and the coverage where it is asked for."""
    source = run.policy.document.source
    places = Places(run.policy)
    document: Json = {
        "version": VERSION,
        "file": source.name,
        "status": run.status.value,
        "summary": {status.value: run.counts[status] for status in Status},
        "tests": [_entry(entry, source, places) for entry in run.entries],
        "coverage": None if covered is None else [_covered(rule, source) for rule in covered],
    }
    return json_text.document(document)


def _entry(entry: EntryResult, source: SourceText, places: Places) -> Json:
    return {
        "name": entry.name,
        **place(source, entry.entry.node.span),
        "src": None if entry.entry.src is None else entry.entry.src.value,
        "status": entry.status.value,
        "fault": None if entry.fault is None else _fault(entry.fault, source),
        "assertions": [_assertion(assertion, source, places) for assertion in entry.assertions],
    }


def _assertion(assertion: Assertion, source: SourceText, places: Places) -> Json:
    return {
        "expected": assertion.expected,
        "text": assertion.node.value,
        "target": assertion.target or None,
        **place(source, assertion.node.span),
        "status": assertion.status.value,
        "actual": assertion.actual or None,
        "fault": None if assertion.fault is None else _fault(assertion.fault, source),
        "missing": fact_records(assertion.missing),
        "rules": [answer_record(source, places, answer, assertion.ends) for answer in assertion.rules],
        "near": near_records(source, assertion.near),
    }


def _fault(fault: Fault, source: SourceText) -> Json:
    return {
        "message": fault.message,
        "hint": fault.hint,
        "server": fault.server,
        **place(source, fault.span),
    }


def _covered(rule: RuleCoverage, source: SourceText) -> Json:
    return {
        "rule": rule.name,
        **place(source, rule.rule.node.span),
        "exercised": rule.is_exercised,
        "noticed": rule.is_noticed,
    }
