"""Counting findings, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tailcli.findings.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.lint.runner import LintResult

_NOUNS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "info"))


def number(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 error``, ``2 errors``; ``info`` has no plural."""
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"


def counted(results: Sequence[LintResult]) -> str:
    """Return how many findings there are of each severity, and in how many files."""
    counts = Counter(finding.severity for result in results for finding in result.findings)
    parts = [number(counts[severity], noun) for severity, noun in _NOUNS if counts[severity]]
    return f"{', '.join(parts) or 'No findings'} in {number(len(results), 'file')}."
