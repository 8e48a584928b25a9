"""A network is written with an address inside it.

What it does:
    Reports CIDRs whose address is not the first of the network (`10.0.0.5/24`) in `hosts`, `ipsets`, access
    rules and auto approvers.

Why:
    Whoever reads it may think that one address is meant; the whole network is. It is not documented that the
    control plane takes it.

Example:
    bad:
    ```hujson
    {"hosts": {"office": "192.0.2.7/24"}}
    ```
    fixed:
    ```hujson
    {"hosts": {"office": "192.0.2.0/24"}}
    ```
    good:
    ```hujson
    {"hosts": {"office": "192.0.2.0/24", "printer": "192.0.2.7"}}
    ```

Fix:
    Unsafe: writes the address of the network. If one address is meant, write it without the prefix.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.lint.strings import strings_of
from tailcli.policy.addresses import parse_network
from tailcli.policy.faults import quote, span_within
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context

_CIDR = re.compile(r"(?<![\w.:])[0-9a-fA-F.:]+/[0-9]{1,3}(?![\w.])")
_SECTIONS = frozenset(("hosts", "ipsets", "acls", "grants"))


def check(context: Context) -> Iterator[Report]:
    """Report each network that begins at another address than is written."""
    for section in context.policy.sections:
        if section.name in _SECTIONS:
            for node in strings_of(section.value):
                if "/" in node.value:
                    yield from _networks(node)


def _networks(node: String) -> Iterator[Report]:
    from ipaddress import ip_address

    for match in _CIDR.finditer(node.value):
        network = parse_network(match[0])
        address, _, prefix = match[0].partition("/")
        if network is None or int(ip_address(address)) == network[1]:
            continue
        first = type(ip_address(address))(network[1])
        right = f"{first}/{prefix}"
        span = span_within(node, match.start(), match.end())
        fix = None
        if span != node.span:
            fix = Fix(f"Write {quote(right)}", (TextEdit(span, right),), Applicability.UNSAFE)
        message = f"{quote(match[0])} is the network {right}: its address is not the first one"
        yield Report(
            span, message, hint=f"write {quote(right)}, or {quote(address)} if one address is meant", fix=fix
        )
