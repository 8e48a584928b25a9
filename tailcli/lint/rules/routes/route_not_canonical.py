"""A route that is to be approved has host bits set, or is there twice in two spellings.

What it does:
    Reports keys of `autoApprovers.routes` whose address is not the first of its network (`10.0.0.5/24` for
    `10.0.0.0/24`), and keys that mean a network of which another key speaks already.

Why:
    The key is read as the whole network, which is more than the address in it suggests. Of two keys for one
    network a reader sees one. Other implementations of the control plane refuse such keys.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.5/24": ["tag:router"]}},
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.0/24": ["tag:router"]}},
    }
    ```
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"fd00::/64": ["tag:router"], "fd00:0::/64": ["tag:router"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.0/24": ["tag:router"]}},
    }
    ```

Fix:
    Unsafe: writes the network's first address, where no other key speaks of the same network.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Label, Report
from tailcli.hujson.edit import rename_key
from tailcli.lint.approvals import routes
from tailcli.policy.addresses import format_address
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.approvals import Route
    from tailcli.lint.context import Context
    from tailcli.policy.addresses import AddressRange


def check(context: Context) -> Iterator[Report]:
    """Report keys that mean something else than they show, or the same as another."""
    first: dict[AddressRange, Route] = {}
    for route in context.once(routes):
        earlier = first.setdefault(route.range, route)
        if earlier is not route:
            yield _repeated(route, earlier)
    for route in first.values():
        if route.has_host_bits:
            yield _host_bits(route)


def _repeated(route: Route, earlier: Route) -> Report:
    return Report(
        route.approval.name.span,
        f"{quote(route.approval.name.value)} is the same network as {quote(earlier.approval.name.value)}",
        hint="write the network once, with the approvers of both",
        labels=(Label(earlier.approval.name.span, "the other key"),),
    )


def _host_bits(route: Route) -> Report:
    name = route.approval.name
    bits = name.value.strip().rpartition("/")[2]
    network = f"{format_address(route.range.version, route.range.first)}/{bits}"
    return Report(
        name.span,
        f"{quote(name.value)} stands for the whole network {network}",
        hint=f"write {quote(network)}, or /32 or /128 for the address alone",
        fix=Fix(f"Write {quote(network)}", (rename_key(name, network),), Applicability.UNSAFE),
    )
