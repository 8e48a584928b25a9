"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Severity
from tailcli.report import json_text
from tailcli.report.findings.fingerprints import fingerprinted
from tailcli.report.findings.told import told
from tailcli.report.paths import forge_path
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult
    from tailcli.report.json_text import Json
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return a list; it is empty where there is no finding."""
    return json_text.document(
        [
            _issue(finding, fingerprint, result.source)
            for result in results
            for finding, fingerprint in fingerprinted(result)
        ]
    )


def _issue(finding: Finding, fingerprint: str, source: SourceText) -> Mapping[str, Json]:
    span = finding.report.span
    return {
        # Older versions of GitLab do not show the name of the check.
        "description": f"{finding.code} {finding.name}: {told(finding.report)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": forge_path(finding.file),
            "lines": {"begin": source.position(span.start).line, "end": source.position(span.end).line},
        },
    }
