"""Everybody may have routes or exit nodes approved.

What it does:
    Reports approvers in `autoApprovers` that mean people or devices whom nobody has chosen:
    `autogroup:member`, `autogroup:tagged` and `user:*@DOMAIN`. (`*` and other autogroups cannot stand there
    at all.)

Why:
    Whoever has a route approved receives the traffic for it. An approver that is everybody lets every
    laptop announce itself as the way to the office network, or as an exit node that sees what others
    browse.

Example:
    bad:
    ```hujson
    {
      "autoApprovers": {"exitNode": ["autogroup:member"]},
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
    None: give the routers a tag and name that.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.breadth import broad_people
from tailcli.policy.autogroups import Position
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report approvers that stand for a crowd."""
    approvers = context.policy.auto_approvers
    for route in approvers.routes:
        yield from _broad(route.approvers, f"announce the way to {route.name.value.strip()}")
    yield from _broad(approvers.exit_node, "offer an exit node, which sees the traffic of its users,")
    for service in approvers.services:
        yield from _broad(service.approvers, f"serve {service.name.value.strip()}")


def _broad(nodes: tuple[String, ...], what: str) -> Iterator[Report]:
    for node in nodes:
        who = broad_people(node.value, Position.APPROVER)
        if who is not None:
            yield Report(
                node.span,
                f"by {quote(node.value.strip())} {who} may {what} without approval",
                hint="give the routers a tag and name that",
            )
