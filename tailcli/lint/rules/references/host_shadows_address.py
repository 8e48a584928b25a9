"""A host is named like an address.

What it does:
    Reports keys of `hosts` that read as an IP address or a CIDR.

Why:
    Where the name is used, the host wins: the rule is about the address that the host stands for, not the one
    that everybody reads.

Example:
    bad:
    ```hujson
    {"hosts": {"192.0.2.7": "198.51.100.9"}}
    ```
    good:
    ```hujson
    {"hosts": {"db": "198.51.100.9"}}
    ```

Fix:
    None: choose a plain name, here and where it is used.

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


def check(context: Context) -> Iterator[Report]:
    """Report hosts whose name is an address."""
    for host in context.policy.hosts:
        name = host.name.value.strip()
        if parse_network(name) is not None:
            yield Report(
                host.name.span,
                f"the host {quote(name)} reads as an address, and stands for {quote(host.address.value)}",
                hint="give the host a plain name",
                labels=(Label(host.address.span, "this is what the name stands for"),),
            )
