"""What is said beside the answer, for the error stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tailcli.lint.selection import SkipReason
from tailcli.report.counts import number
from tailcli.report.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.runner import LintResult
    from tailcli.lint.selection import Skipped


def skipped_lines(result: LintResult) -> Iterator[str]:
    """Yield a line for each reason that kept rules from running and that the user should know of."""
    for skipped in result.skipped:
        said = _said(skipped)
        if said is not None:
            yield f"{terminal(result.source.name)}: {said}"


def _said(skipped: Skipped) -> str | None:
    rules = number(len(skipped.codes), "rule")
    verb = "was" if len(skipped.codes) == 1 else "were"
    match skipped.reason:
        case SkipReason.SYNTAX_ERRORS:
            return f"syntax errors: {rules} about references, sections and access {verb} not run"
        case SkipReason.FRAGMENT:
            return f"a fragment: {rules} about references, sections and access {verb} not run"
        case SkipReason.TEMPLATE:
            return f"a template: {rules} about references, sections and access {verb} not run"
        case SkipReason.NO_BASE | SkipReason.NO_INVENTORY:
            return None
        case _:
            assert_never(skipped.reason)
