"""The address ranges that the policy language has names for (docs/semantics.md, "Selectors")."""

from __future__ import annotations

from tailcli.access.ranges import Ranges, of, subtract
from tailcli.policy.addresses import V4, V6, parse_network, parse_range


def _ranges(*texts: str) -> Ranges:
    found = [parse_range(text) or parse_network(text) for text in texts]
    return of((item.first, item.last + 1) for item in found if item is not None)


ALL = {V4: _ranges("0.0.0.0/0"), V6: _ranges("::/0")}
"""Every address of a family."""

TAILNET = {V4: _ranges("100.64.0.0/10"), V6: _ranges("fd7a:115c:a1e0::/48")}
"""The ranges from which a tailnet's devices have their addresses."""

WILDCARD_SOURCE = {V4: subtract(TAILNET[V4], _ranges("100.115.92.0/23")), V6: TAILNET[V6]}
"""What ``*`` as a source covers beside approved subnet routes: the ranges less that of ChromeOS VMs."""

INTERNET = {
    V4: _ranges(
        "0.0.0.0-9.255.255.255",
        "11.0.0.0-100.63.255.255",
        "100.128.0.0-169.253.255.255",
        "169.255.0.0-172.15.255.255",
        "172.32.0.0-192.167.255.255",
        "192.169.0.0-255.255.255.255",
    ),
    V6: _ranges("2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
}
"""``autogroup:internet``."""
