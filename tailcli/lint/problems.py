"""From a problem of the policy layer to the report of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report

if TYPE_CHECKING:
    from tailcli.policy.problems import Problem

_LISTED = 12


def report_of(problem: Problem) -> Report:
    """Return the problem as a report; the allowed alternatives become the hint where it has none."""
    return Report(
        problem.span,
        problem.message,
        hint=problem.hint or allowed_hint(problem.allowed),
        server=problem.server,
        labels=tuple(Label(span, message) for span, message in problem.related),
    )


def allowed_hint(allowed: tuple[str, ...]) -> str | None:
    """Return a sentence that lists what would be right; None where nothing is known."""
    if not allowed:
        return None
    names = ", ".join(allowed[:_LISTED])
    more = f" and {len(allowed) - _LISTED} more" if len(allowed) > _LISTED else ""
    return f"allowed here: {names}{more}"
