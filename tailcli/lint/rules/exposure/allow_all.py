"""Everyone may reach everything on every port.

What it does:
    Reports the rule, or the rules together, by which every device of the tailnet may reach every other on
    every port without a condition. Grants and ACL rules are looked at together.

Why:
    One lost laptop or one intruded server then reaches everything. No other access rule of the file has an
    effect: what looks like a restriction is none.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}
    ```
    bad:
    ```hujson
    {
      "grants": [
        {"src": ["autogroup:member"], "dst": ["*"], "ip": ["*"]},
        {"src": ["autogroup:tagged"], "dst": ["autogroup:member"], "ip": ["*"]},
        {"src": ["autogroup:tagged"], "dst": ["autogroup:tagged"], "ip": ["tcp:*", "udp:*"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "grants": [
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
        {"src": ["autogroup:member"], "dst": ["autogroup:tagged"], "ip": ["443"]},
      ],
    }
    ```

Fix:
    None: write rules for what is needed.

References:
    - https://tailscale.com/kb/1192/acl-samples
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label
from tailcli.lint.openness import allow_all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

HINT = "write rules that name who needs what, then remove this one"


def check(context: Context) -> Iterator[Report]:
    """Report the rules that together allow everything, at the last of them."""
    numbers = context.once(allow_all_rules)
    rules = [rule for rule in map(context.access.rules.__getitem__, numbers) if rule is not None]
    if not rules:
        return
    *others, last = sorted(rules, key=lambda rule: rule.node.start)
    what = "every device reach every other on every port"
    message = f"this rule lets {what}"
    if others:
        named = ", ".join(place(context, rule) for rule in others)
        message = f"together with {named}, this rule lets {what}"
    labels = tuple(rule_label(rule, "this rule is a part of it") for rule in others)
    yield Report(anchor(last.node), message, hint=HINT, labels=labels)
