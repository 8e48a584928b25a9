"""Two hosts stand for the same address.

What it does:
    Reports hosts whose address or network is that of an earlier host.

Why:
    Two names for one thing hide that two rules are about the same machine. One of the two may also be the
    copy that was never edited.

Example:
    bad:
    ```hujson
    {"hosts": {"db": "192.0.2.7", "web": "192.0.2.7/32"}}
    ```
    good:
    ```hujson
    {"hosts": {"db": "192.0.2.7", "web": "192.0.2.8"}}
    ```

Fix:
    None: correct the address, or use one name.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.policy.addresses import parse_network
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import Host


def check(context: Context) -> Iterator[Report]:
    """Report the second host of an address."""
    first: dict[tuple[int, int, int], Host] = {}
    for host in context.policy.hosts:
        network = parse_network(host.address.value.strip())
        if network is None:
            continue
        earlier = first.setdefault(network, host)
        if earlier is not host:
            name, other = quote(host.name.value), quote(earlier.name.value)
            yield Report(
                host.address.span,
                f"the host {name} stands for the same address as {other}",
                labels=(Label(earlier.address.span, "this is the first"),),
            )
