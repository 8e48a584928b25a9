"""What an ACL rule says, in the terms of grants: which destinations have which ``ip`` entries.

One ACL rule becomes several grants where its destinations differ in ports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.content import acl_protocol, is_self
from tailcli.access.definitions import family
from tailcli.policy.faults import quote
from tailcli.policy.ports import ANY_PORT, Destination, format_ports, format_protocol, parse_destination
from tailcli.policy.selectors import Address, Name, Wildcard, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.definitions import Definitions
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import AclRule
    from tailcli.policy.ports import PortRange


class Target(NamedTuple):
    """A destination of an ACL rule and how a grant writes it."""

    node: String
    text: str


class Opening(NamedTuple):
    """Destinations that one grant can have together.

    Attributes:
        ip: the entries of ``ip``.
        targets: the destinations, in their order.
        members_only: whether the source ``*`` has to be narrowed to the members, since a grant does not take
            ``*`` together with ``autogroup:self`` (which means something for members only).
    """

    ip: tuple[str, ...]
    targets: tuple[Target, ...]
    members_only: bool = False


class Obstacle(NamedTuple):
    """Why a rule has no equal grant, and the place of the reason."""

    node: String | None
    message: str


def openings(rule: AclRule, names: Definitions) -> tuple[Opening, ...] | Obstacle:
    """Return what a rule opens, as few grants as possible, in the order of its destinations."""
    protocol = acl_protocol(rule)
    if protocol is None or not rule.src or not rule.dst:
        return Obstacle(rule.action, "the rule gives nothing as it is written")
    wildcard = any(isinstance(parse_selector(source.value), Wildcard) for source in rule.src)
    found: dict[tuple[tuple[str, ...], bool], list[Target]] = {}
    for node in rule.dst:
        parsed = parse_destination(node.value)
        if not isinstance(parsed, Destination):
            return Obstacle(node, f"destination {quote(node.value)} cannot be read")
        if _is_default_route(parsed.host, names):
            return Obstacle(node, f"a grant does not take {quote(parsed.host)} as a destination")
        key = (_entries(protocol.number, parsed.ports), wildcard and is_self(parsed.host))
        found.setdefault(key, []).append(Target(node, parsed.host))
    return tuple(Opening(ip, tuple(targets), own) for (ip, own), targets in found.items())


def _entries(protocol: int | None, ports: tuple[PortRange, ...]) -> tuple[str, ...]:
    prefix = "" if protocol is None else f"{format_protocol(protocol)}:"
    if ANY_PORT in ports:
        return (f"{prefix}*",)
    return tuple(f"{prefix}{format_ports(one)}" for one in dict.fromkeys(ports))


def _is_default_route(text: str, names: Definitions) -> bool:
    match parse_selector(text):
        case Address() as address:
            addresses = family(names.host(text) or address)
        case Name(name):
            host = names.host(name)
            addresses = {} if host is None else family(host)
        case _:
            return False
    return any(ranges == networks.ALL[version] for version, ranges in addresses.items())
