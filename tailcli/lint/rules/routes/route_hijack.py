"""Devices may have a route approved that takes traffic away from the routers of another.

What it does:
    Reports routes of `autoApprovers` that take in a narrower route with other approvers, where an access
    rule lets somebody reach the narrower network. Default routes are `default-route-approval`.

Why:
    An approver of a network may have every part of it approved. So a device that is meant for `10.0.0.0/8`
    can announce `10.1.0.0/16` as well, or a part of that, and receive the traffic that is meant for the
    routers of `10.1.0.0/16`.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:lab": [], "tag:office": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.1.0.0/16"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.0.0.0/8": ["tag:lab"], "10.1.0.0/16": ["tag:office"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:lab": [], "tag:office": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.1.0.0/16"], "ip": ["*"]}],
      "autoApprovers": {"routes": {"10.64.0.0/10": ["tag:lab"], "10.1.0.0/16": ["tag:office"]}},
    }
    ```

Fix:
    None: let the approvers of each network be those of its own routers.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
    - https://tailscale.com/kb/1019/subnets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.approvals import routes
from tailcli.lint.routed import is_reached
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.approvals import Route
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report wide routes whose approvers reach into narrow ones, by the enclosing routes of each."""
    enclosing: list[Route] = []
    ordered = sorted(context.once(routes), key=lambda r: (r.range.version, r.range.first, -r.range.last))
    for route in ordered:
        while enclosing and not enclosing[-1].range.contains(route.range):
            enclosing.pop()
        for wide in enclosing:
            strangers = wide.approvers - route.approvers
            is_wider = wide.range != route.range and not wide.is_default
            if is_wider and strangers and route.approvers and is_reached(context, route.range):
                yield _hijack(wide, route, strangers)
        enclosing.append(route)


def _hijack(wide: Route, narrow: Route, strangers: frozenset[str]) -> Report:
    name, inner = wide.approval.name, narrow.approval.name
    who = ", ".join(sorted(strangers))
    meant = ", ".join(sorted(narrow.approvers))
    return Report(
        name.span,
        f"{quote(name.value)} lets {who} announce parts of {quote(inner.value)}, the network of {meant}",
        hint="narrow the network, or let the approvers of both be the same",
        labels=(Label(inner.span, f"approved for {meant}"),),
    )
