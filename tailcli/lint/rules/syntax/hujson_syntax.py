"""The text is not HuJSON, so the control plane cannot read it.

What it does:
    Reports every fault in the grammar, each at its place: an unclosed bracket, a missing comma, a comment
    that starts with `#`, a string in single quotes, a key without quotes. HuJSON is JSON with `//` and
    `/* */` comments and a comma allowed after the last element.

Why:
    A policy file that does not parse is refused as a whole. While it is broken, rules about names, sections
    and access are not run: what they would say of half a file is noise.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}} // a comment
    ```

Fix:
    Safe for a byte order mark and for a comment on a last line without a line end. None else: where the
    bracket or the comma belongs is yours to say.

References:
    - https://github.com/tailscale/hujson
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Label, Report
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import SyntaxProblem
    from tailcli.lint.context import Context

_MARK = "\ufeff"


def check(context: Context) -> Iterator[Report]:
    """Report the problems of the parser; the last one says how many more there are."""
    problems = context.document.problems
    for problem in problems[:-1]:
        yield _report(context, problem, 0)
    if problems:
        yield _report(context, problems[-1], context.document.omitted)


def _report(context: Context, problem: SyntaxProblem, omitted: int) -> Report:
    more = f" (and {omitted} more syntax errors after this one)" if omitted else ""
    return Report(
        problem.span,
        problem.message + more,
        hint=problem.hint,
        labels=tuple(Label(span, message) for span, message in problem.related),
        fix=_repair(context.source.text, problem),
    )


def _repair(text: str, problem: SyntaxProblem) -> Fix | None:
    """Return the fix where the decoded value stays the same: a byte order mark, the last line's end."""
    if text.startswith(_MARK) and problem.start == 0:
        return Fix("Remove the byte order mark", (TextEdit(Span(0, 1), ""),), Applicability.SAFE)
    if text.startswith("//", problem.start) and "\n" not in text[problem.start :]:
        end = Span(len(text), len(text))
        return Fix("End the last line", (TextEdit(end, "\n"),), Applicability.SAFE)
    return None
