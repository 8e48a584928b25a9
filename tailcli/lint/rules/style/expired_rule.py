"""A comment says that something was to be gone by now.

What it does:
    Reports comments that name a date in the past after a word such as `expires`, `until` or `remove after`:
    `// expires: 2024-05-01`.

Why:
    Access that was given for a time stays until somebody takes it away.

Example:
    bad:
    ```hujson
    {
      "grants": [
        // expires: 2001-01-31
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "grants": [
        // expires: 2999-01-31
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
      ],
    }
    ```

Fix:
    None: remove what has expired, or correct the date.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_EXPIRY = re.compile(
    r"\b(?:expir(?:es?|y|ation|ed)|until|valid (?:to|through)|(?:remove|delete|revoke|drop) (?:after|by|on))"
    r"(?: on| at| date)?\s*[:=]?\s*(?P<date>\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)


def check(context: Context) -> Iterator[Report]:
    """Report dates of expiry that are over."""
    for comment in context.document.comments:
        for match in _EXPIRY.finditer(comment.text):
            if _is_over(match["date"]):
                span = Span(comment.start + match.start(), comment.start + match.end())
                message = f"this was to end on {match['date']}, which is over"
                yield Report(span, message, hint="remove what has expired, or correct the date")


def _is_over(date: str) -> bool:
    from datetime import UTC, datetime

    try:
        end = datetime.fromisoformat(f"{date}T23:59:59+00:00")
    except ValueError:
        return False
    return end < datetime.now(UTC)
