"""A default route stands among the subnet routes that are to be approved.

What it does:
    Reports `0.0.0.0/0` and `::/0` as keys of `autoApprovers.routes`, unless all approvers are connectors of
    an app (`tailscale.com/app-connectors`).

Why:
    This does not make exit nodes: those are approved by `autoApprovers.exitNode` alone. It approves every
    subnet route that such a device advertises, the office network and the addresses of any service
    included.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:exit": []},
      "autoApprovers": {"routes": {"0.0.0.0/0": ["tag:exit"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:exit": []},
      "autoApprovers": {"exitNode": ["tag:exit"]},
    }
    ```

Fix:
    None: write `exitNode`, or the networks that are meant.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
    - https://tailscale.com/kb/1103/exit-nodes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.app_connectors import connector_tags
from tailcli.lint.approvals import routes
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report default routes among the subnet routes."""
    for route in context.once(routes):
        if route.is_default and not route.approvers <= context.once(connector_tags):
            who = ", ".join(sorted(route.approvers)) or "nobody"
            yield Report(
                route.approval.name.span,
                f"{quote(route.approval.name.value)} approves every subnet route of {who}, and no exit node",
                hint='exit nodes are approved by "exitNode"; for subnets, name the networks',
            )
