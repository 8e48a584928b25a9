"""From a problem of the policy layer to the report of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Fix, Label, Report
from tailcli.hujson.edit import quote as json_quote
from tailcli.policy.faults import quote
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from tailcli.findings.model import Applicability
    from tailcli.lint.context import Context
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


def with_replacement(context: Context, problem: Problem, applicability: Applicability) -> Report:
    """Return the report with the fix that writes the best alternative in place of what is underlined.

    Without an alternative, or with several of which none is the best, there is no fix; nor is there one in a
    string with escapes, of which the whole is underlined whatever is to blame.
    """
    found = report_of(problem)
    blamed = context.source.text[problem.span.start : problem.span.end]
    if len(problem.allowed) != 1 or "\\" in blamed:
        return found
    right = problem.allowed[0]
    written = json_quote(right)
    edit = TextEdit(problem.span, written if blamed.startswith('"') else written[1:-1])
    return found._replace(fix=Fix(f"Write {quote(right)}", (edit,), applicability))
