"""An access rule leads to a private network for which no route is approved.

What it does:
    Reports addresses and networks in the `dst` of grants and ACL rules that are outside the tailnet and not
    on the internet, and have no address in common with a route of `autoApprovers` (or, with an inventory,
    with an approved route). Files without `autoApprovers.routes` are not looked at.

Why:
    Devices without Tailscale are reached through a subnet router. Where the file approves the routes of
    some networks, one that is missing was forgotten, or is approved by hand.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.0.0.0/24", "10.0.1.0/24"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.0.0.0/24": ["tag:router"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.0.0.0/24", "10.0.1.0/24"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.0.0.0/16": ["tag:router"]}},
    }
    ```

Fix:
    None: add the route, or approve it by hand.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
    - https://tailscale.com/kb/1019/subnets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.lint.routed import known_routes, routed_network
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report each destination once, where it is first named."""
    known = context.once(known_routes)
    if not known:
        return
    told: set[str] = set()
    for _number, rule in numbered_rules(context):
        for node in rule.dst:
            text = (selector_text(rule, node) or "").strip()
            if not text or text in told:
                continue
            told.add(text)
            network = routed_network(context, text)
            if network is not None and not any(network.overlaps(route) for route in known):
                yield Report(
                    node.span,
                    f"no approved route leads to {quote(text)}",
                    hint='add its network to "autoApprovers", or approve the route by hand',
                )
