"""A file whose layout is not that of Tailscale's own formatter.

What it does:
    Reports a file that `tailcli fmt` would change, at the first place that differs.

Why:
    The admin console, Tailscale's `hujsonfmt` and this formatter agree on one layout. A file in that layout
    shows only real changes in a review, and the hash by which the control plane tells whether the file was
    changed meanwhile is made of that form.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev":["alice@example.com"]}} // developers
    ```

    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}} // developers
    ```

    fixed:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}} // developers
    ```

Fix:
    Writes the file as `tailcli fmt` does. The fix is safe: comments stay and no value changes.

References:
    - https://github.com/tailscale/hujson
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.errors import HujsonError
from tailcli.hujson.format import format_text
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the first difference from the canonical layout."""
    text = context.source.text
    try:
        formatted = format_text(text)
    except HujsonError:
        return
    if formatted != text:
        edit = _difference(text, formatted)
        fix = Fix("Format the file", (edit,), Applicability.SAFE)
        at = min(edit.span.start, len(text) - 1)
        yield Report(Span(at, at + 1), "the file is not formatted", hint="run `tailcli fmt`", fix=fix)


def _difference(before: str, after: str) -> TextEdit:
    """Return the one edit that turns a text into another, without what begins and ends both."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return TextEdit(Span(start, len(before) - end), after[start : len(after) - end])


def _common(left: str, right: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))
