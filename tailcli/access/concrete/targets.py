"""Destinations among the nodes of a device list: on which nodes they are, and what they are called there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from tailcli.access import networks
from tailcli.access.concrete.roster import address_texts, as_ranges
from tailcli.access.ranges import contains
from tailcli.policy.addresses import AddressRange, format_address, format_range
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.concrete.roster import Node, Roster
    from tailcli.access.definitions import ByFamily

EVERYTHING = "*"


class Network(NamedTuple):
    """Addresses under the one name that they have on the wire: CIDR, range, address or ``*``."""

    text: str
    ranges: ByFamily


def network_of(part: AddressRange) -> Network:
    """Return one range under its shortest name."""
    return Network(format_range(part), as_ranges((part,)))


class Everything(NamedTuple):
    """``*`` as a destination."""

    kind: str = "everything"


class Internet(NamedTuple):
    """``autogroup:internet``: what exit nodes lead to."""

    kind: str = "internet"


class OwnNodes(NamedTuple):
    """``autogroup:self``: the nodes of the very user who is the source."""

    kind: str = "own"


class Nodes(NamedTuple):
    """Nodes by who they are; each has its own addresses."""

    nodes: int


class Networks(NamedTuple):
    """Addresses, wherever they are.

    Attributes:
        networks: the addresses, as the wire writes them.
        held: the nodes with an own address among them.
        led_to: the nodes that lead to some of them.
    """

    networks: tuple[Network, ...]
    held: int = 0
    led_to: int = 0


Target: TypeAlias = Everything | Internet | OwnNodes | Nodes | Networks

INTERNET = tuple(
    Network(
        f"{format_address(version, first)}-{format_address(version, end - 1)}", {version: ((first, end),)}
    )
    for version, ranges in networks.INTERNET.items()
    for first, end in ranges
)
"""``autogroup:internet`` on the wire, in its order."""


def present(target: Target, roster: Roster, *, via: bool) -> int:
    """Return the nodes where a destination has a name on the wire: those with any ``ip_texts``."""
    match target:
        case Everything():
            return roster.leading if via else roster.all
        case Internet():
            return roster.exits
        case Nodes(nodes):
            return 0 if via else nodes
        case Networks(_, held, led_to):
            return led_to if via else held | led_to
        case OwnNodes():
            return 0
        case _:
            assert_never(target)


def reached(target: Target, roster: Roster) -> int:
    """Return the nodes of which a destination takes in own addresses."""
    match target:
        case Everything():
            return roster.all
        case Nodes(nodes):
            return nodes
        case Networks(_, held, _):
            return held
        case Internet() | OwnNodes():
            return 0
        case _:
            assert_never(target)


def ip_texts(target: Target, node: Node, *, via: bool) -> tuple[str, ...]:
    """Return what a destination comes down to on a node, as the wire writes it; nothing if it is not there.

    With ``via`` only what the node leads to counts, not what it is.
    """
    match target:
        case Everything():
            leads = bool(node.subnets) or node.is_exit
            return (EVERYTHING,) if leads or not via else ()
        case Internet():
            return tuple(network.text for network in INTERNET) if node.is_exit else ()
        case Nodes(nodes):
            return address_texts(node) if nodes & node.bit and not via else ()
        case Networks(found, _, _):
            return tuple(network.text for network in found if _is_at(network, node, via=via))
        case OwnNodes():
            return ()


def _is_at(network: Network, node: Node, *, via: bool) -> bool:
    return leads_to(node, network) or (not via and node.has_address_in(network.ranges))


def leads_to(node: Node, network: Network) -> bool:
    """Tell whether a node serves addresses of a network that are not its own: as a router or exit node."""
    return node.serves_in(network.ranges) or (node.is_exit and _is_internet(network.ranges))


def _is_internet(ranges: ByFamily) -> bool:
    return all(contains(networks.INTERNET.get(version, ()), part) for version, part in ranges.items())


def own_addresses(target: Target, node: Node) -> tuple[AddressRange, ...]:
    """Return the own addresses of a node that a destination takes in: where capabilities are given."""
    match target:
        case Everything():
            return node.addresses
        case Nodes(nodes):
            return node.addresses if nodes & node.bit else ()
        case Networks(found, _, _):
            return tuple(
                address
                for address in node.addresses
                if any(
                    contains(network.ranges.get(address.version, ()), _single(address)) for network in found
                )
            )
        case Internet() | OwnNodes():
            return ()


def _single(address: AddressRange) -> tuple[tuple[int, int], ...]:
    return ((address.first, address.last + 1),)
