"""A route is approved that no access rule lets anybody use.

What it does:
    Reports keys of `autoApprovers.routes` with whose network the destinations of no grant or ACL rule have
    an address in common.

Why:
    A subnet router forwards what the rules let through. Without a rule for its network nobody reaches
    anything behind it: a rule is missing, or the route is a left-over.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:router"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.0.0.0/24": ["tag:router"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.0.0.0/24"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.0.0.0/24": ["tag:router"]}},
    }
    ```

Fix:
    None: add the rule, or remove the route.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
    - https://tailscale.com/kb/1019/subnets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.approvals import routes
from tailcli.lint.routed import is_reached
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report networks that nobody reaches."""
    for route in context.once(routes):
        if not is_reached(context, route.range):
            yield Report(
                route.approval.name.span,
                f"no access rule lets anybody reach {quote(route.approval.name.value)}",
                hint="add a rule with this network as a destination, or remove the route",
            )
