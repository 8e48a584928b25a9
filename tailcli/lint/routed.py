"""Which networks outside the tailnet the access rules reach, and which of them have a route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.atoms import Addresses, members
from tailcli.access.ranges import Ranges, contains, of, overlaps, union_all
from tailcli.lint.approvals import routes
from tailcli.policy.addresses import V4, V6, parse_network

if TYPE_CHECKING:
    from tailcli.lint.context import Context
    from tailcli.policy.addresses import AddressRange


def reached_addresses(context: Context) -> dict[int, Ranges]:
    """Return by family the addresses that some access rule leads to. Use it as ``context.once(...)``."""
    universe = context.access.universe
    reached = 0
    for box in context.access.network:
        reached |= box.destinations
    atoms = [universe.atoms[number] for number in members(reached & ~universe.identities)]
    addresses = [atom for atom in atoms if isinstance(atom, Addresses)]
    return {
        version: union_all(atom.ranges for atom in addresses if atom.version == version)
        for version in (V4, V6)
    }


def is_reached(context: Context, network: AddressRange) -> bool:
    """Tell whether some access rule leads to an address of the network."""
    wanted = of(((network.first, network.last + 1),))
    return overlaps(context.once(reached_addresses)[network.version], wanted)


def internet_is_reached(context: Context) -> bool:
    """Tell whether some access rule leads to the internet as a whole."""
    reached = context.once(reached_addresses)
    return any(contains(reached[version], networks.INTERNET[version]) for version in (V4, V6))


def known_routes(context: Context) -> tuple[AddressRange, ...]:
    """Return the routes that the file or the inventory says are approved; none where the file names none.

    Use it as ``context.once(known_routes)``.
    """
    named = tuple(route.range for route in context.once(routes))
    if not named or context.inventory is None:
        return named
    texts = (text for device in context.inventory.devices or () for text in device.served_routes)
    return (*named, *(network for network in map(parse_network, texts) if network is not None))


def routed_network(context: Context, text: str) -> AddressRange | None:
    """Return what an address, network or host stands for if that is reached through subnet routers only."""
    definitions = context.access.definitions
    network = definitions.host(text) or parse_network(text)
    if network is None:
        return None
    wanted = of(((network.first, network.last + 1),))
    special = (networks.TAILNET, networks.INTERNET)
    return None if any(overlaps(wanted, part[network.version]) for part in special) else network
