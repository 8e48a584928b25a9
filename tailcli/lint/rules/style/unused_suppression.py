"""A suppression comment that silences nothing.

What it does:
    Reports a comment `tailcli: ignore[...]` or `tailcli: ignore-file[...]` that names a rule which finds
    nothing there. Nothing is said of rules that did not run: not selected, or not possible on the file.

Why:
    What was wrong has been put right or moved away. The comment stays behind, tells its reader of a problem
    that is none, and would silence the next real one.

Example:
    bad:
    ```hujson
    {
      // tailcli: ignore[unknown-field] a field of the future
      "groups": {"group:dev": ["alice@example.com"]},
    }
    ```

    good:
    ```hujson
    {
      // tailcli: ignore[unknown-field] a field of the future
      "grupos": {"group:dev": ["alice@example.com"]},
    }
    ```

    fixed:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
    }
    ```

Fix:
    Removes the comment, or from its list the rules that are not needed. The fix is safe: it changes comments
    only.

References:
    - The manual page of `tailcli lint` on suppressions, docs/configuration.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.lint.lines import Lines
from tailcli.lint.suppressions import unused_words
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.lint.suppressions import Suppression, Word


def check(context: Context) -> Iterator[Report]:
    """Report each suppression with a word that silences nothing."""
    if context.outcome is None:
        return
    lines = context.once(_lines)
    for one, idle in unused_words(context.outcome):
        names = ", ".join(word.text for word in idle)
        where = "in this file" if one.verb == "ignore-file" else "here"
        title = "Remove the suppression" if len(idle) == len(one.words) else f"Remove {names} from the list"
        fix = Fix(title, (_edit(one, idle, lines),), Applicability.SAFE)
        yield Report(
            idle[0].span, f"{names} would report nothing {where}", hint="remove the suppression", fix=fix
        )


def _lines(context: Context) -> Lines:
    return Lines(context.document)


def _edit(one: Suppression, idle: tuple[Word, ...], lines: Lines) -> TextEdit:
    kept = [word.text for word in one.words if word not in idle]
    if kept:
        return TextEdit(Span(one.words[0].span.start, one.words[-1].span.end), ", ".join(kept))
    return TextEdit(_with_blanks(one.comment.span, lines), "")


def _with_blanks(comment: Span, lines: Lines) -> Span:
    """Return a comment with its line where it fills one, otherwise with the blanks before it."""
    text = lines.text
    start, end = lines.around(comment.start).start, lines.around(comment.end).end
    before, after = text[start : comment.start], text[comment.end : end]
    if not before.strip() and not after.strip():
        return Span(start, min(end + 1, len(text)))
    if before.strip():
        return Span(start + len(before.rstrip()), comment.end)
    return Span(comment.start, comment.end + len(after) - len(after.lstrip(" \t")))
