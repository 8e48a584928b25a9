"""The destinations of access rules, read alike for grants and ACL rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.vocabulary import destination_host
from tailcli.policy.model import Grant
from tailcli.policy.ports import Destination, Traffic, parse_destination, parse_traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.policy.ports import PortRange


def selector_text(rule: AccessRule, destination: String) -> str | None:
    """Return the selector of a destination, without ports; None where it cannot be read."""
    return destination.value if isinstance(rule, Grant) else destination_host(destination.value)


def port_entries(rule: AccessRule) -> Iterator[tuple[String, tuple[PortRange, ...]]]:
    """Yield the strings of a rule that say ports: ``ip`` of a grant, ``dst`` of ``acls``; and the ports."""
    if isinstance(rule, Grant):
        for entry in rule.ip:
            traffic = parse_traffic(entry.value)
            if isinstance(traffic, Traffic):
                yield entry, (traffic.ports,)
        return
    for entry in rule.dst:
        destination = parse_destination(entry.value)
        if isinstance(destination, Destination):
            yield entry, destination.ports
