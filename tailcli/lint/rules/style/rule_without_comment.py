"""No comment says what a rule is there for.

What it does:
    Reports grants, ACL rules and SSH rules without a comment in them, behind them, or right above them.

Why:
    Six months later nobody knows whether a rule may go. The policy language has no field for a reason, so a
    comment is the place.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {
      "grants": [
        // Everybody reaches their own devices.
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
      ],
    }
    ```

Fix:
    None: write the reason.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, title
from tailcli.lint.context import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import Object
    from tailcli.lint.context import Context
    from tailcli.policy.model import Policy, SshRule


def check(context: Context) -> Iterator[Report]:
    """Report rules without a comment."""
    lines = _commented_lines(context)
    for rule in _rules(context.policy):
        if not _has_comment(context, lines, rule.node):
            yield Report(anchor(rule.node), f"no comment says what {title(rule)} is for")


def _rules(policy: Policy) -> Iterator[AccessRule | SshRule]:
    yield from policy.grants or ()
    yield from policy.acls or ()
    yield from policy.ssh


def _commented_lines(context: Context) -> list[int]:
    """Return the lines that hold a comment or its end, in order. A suppression explains no rule."""
    position = context.source.position
    comments = (one for one in context.document.comments if MARK not in one.text)
    return [position(at).line for comment in comments for at in (comment.start, comment.end)]


def _has_comment(context: Context, lines: list[int], node: Object) -> bool:
    first = context.source.position(node.start).line - 1
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= context.source.position(node.end).line
