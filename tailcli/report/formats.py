"""The formats of findings, each with the module that renders it."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style


class FindingFormat(Enum):
    """The values of ``--format``."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


# Each module has ``render(results, style) -> str``; only the one that is asked for is loaded.
_MODULES = {
    FindingFormat.FULL: "tailcli.report.full",
    FindingFormat.CONCISE: "tailcli.report.concise",
    FindingFormat.JSON: "tailcli.report.findings_json",
}


def render(results: Sequence[LintResult], chosen: FindingFormat, style: Style) -> str:
    """Return the findings in a format."""
    text: str = import_module(_MODULES[chosen]).render(results, style)
    return text
