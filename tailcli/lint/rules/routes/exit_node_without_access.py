"""Exit nodes are approved that no access rule lets anybody use.

What it does:
    Reports `autoApprovers.exitNode` in a file without a rule that has `autogroup:internet` (or `*`) as a
    destination.

Why:
    Approval lets a device offer itself as an exit node. To send traffic through it, people need access to
    `autogroup:internet`.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:exit": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:exit"], "ip": ["*"]}],
      "autoApprovers": {"exitNode": ["tag:exit"]},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:exit": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]}],
      "autoApprovers": {"exitNode": ["tag:exit"]},
    }
    ```

Fix:
    None: add the rule, or remove `exitNode`.

References:
    - https://tailscale.com/kb/1103/exit-nodes
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.routed import internet_is_reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report approved exit nodes without users."""
    approvers = context.policy.auto_approvers
    if approvers.exit_node and not internet_is_reached(context):
        key = approvers.exit_node_key or approvers.exit_node[0]
        yield Report(
            key.span,
            'exit nodes are approved, but no access rule leads to "autogroup:internet"',
            hint='add a rule with the destination "autogroup:internet" for those who may use them',
        )
