"""The formats of findings, each with the module that renders it."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

from tailcli.report.paths import relative_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.lint.runner import LintResult
    from tailcli.report.paths import Folders
    from tailcli.report.style import Style


class FindingFormat(Enum):
    """The values of ``--format``."""

    FULL = "full"
    CONCISE = "concise"
    GROUPED = "grouped"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    CHECKSTYLE = "checkstyle"
    RDJSON = "rdjson"
    MARKDOWN = "markdown"


# Each module has ``render(results, style) -> str``; only the one that is asked for is loaded.
_MODULES = {
    FindingFormat.FULL: "tailcli.report.full",
    FindingFormat.CONCISE: "tailcli.report.concise",
    FindingFormat.GROUPED: "tailcli.report.findings.grouped",
    FindingFormat.JSON: "tailcli.report.findings_json",
    FindingFormat.JSONL: "tailcli.report.findings.jsonl",
    FindingFormat.GITHUB: "tailcli.report.findings.annotations",
    FindingFormat.GITLAB: "tailcli.report.findings.gitlab",
    FindingFormat.SARIF: "tailcli.report.findings.sarif",
    FindingFormat.JUNIT: "tailcli.report.findings.junit",
    FindingFormat.CHECKSTYLE: "tailcli.report.findings.checkstyle",
    FindingFormat.RDJSON: "tailcli.report.findings.rdjson",
    FindingFormat.MARKDOWN: "tailcli.report.findings.markdown",
}


# People and the program's own formats name a file as the user did; what reads a report beside the command
# wants names from the folder of the command on, and forges want them as the repository has them.
_AS_GIVEN = frozenset(
    (
        FindingFormat.FULL,
        FindingFormat.CONCISE,
        FindingFormat.GROUPED,
        FindingFormat.JSON,
        FindingFormat.JSONL,
    )
)
_OF_FORGES = frozenset((FindingFormat.GITHUB, FindingFormat.GITLAB, FindingFormat.SARIF))


def render(
    results: Sequence[LintResult], chosen: FindingFormat, style: Style, folders: Folders | None = None
) -> str:
    """Return the findings in a format; with ``folders`` forges are told paths as the repository has them."""
    if folders is not None and chosen not in _AS_GIVEN:
        known = folders if chosen in _OF_FORGES else folders._replace(top=folders.here)
        results = relative_to(results, known)
    text: str = import_module(_MODULES[chosen]).render(results, style)
    return text
