"""The nodes of a device list, numbered, as the population that selectors choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import of, overlaps
from tailcli.policy.addresses import V4, AddressRange, format_range, parse_network
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.definitions import ByFamily
    from tailcli.access.inventory import Device, Inventory

EXIT_ROUTES = frozenset({"0.0.0.0/0", "::/0"})


class Node(NamedTuple):
    """A device with its addresses read.

    Attributes:
        number: its place in ``Roster.nodes``, and its bit.
        device: what the device list says of it.
        addresses: its own addresses, IPv4 before IPv6.
        subnets: the approved routes that it serves, exit routes left out.
        is_exit: whether an approved route of it is an exit route.
    """

    number: int
    device: Device
    addresses: tuple[AddressRange, ...]
    subnets: tuple[AddressRange, ...]
    is_exit: bool

    @property
    def bit(self) -> int:
        """The node as a bit set."""
        return 1 << self.number

    def has_address_in(self, ranges: ByFamily) -> bool:
        """Tell whether one of its own addresses is in the ranges."""
        return any(_touches(address, ranges) for address in self.addresses)

    def serves_in(self, ranges: ByFamily) -> bool:
        """Tell whether one of its subnet routes overlaps the ranges."""
        return any(_touches(subnet, ranges) for subnet in self.subnets)


def _touches(part: AddressRange, ranges: ByFamily) -> bool:
    return overlaps(((part.first, part.last + 1),), ranges.get(part.version, ()))


class Roster:
    """All nodes, and who of them is whom. A set of nodes is an integer, bit ``i`` being node ``i``.

    Attributes:
        nodes: every device that has an address, in the order of the list.
        members: untagged devices of the tailnet's own users.
        tagged: tagged devices.
        external: devices of other tailnets: they get their rules from there, and are no members here.
        all: all nodes.
        everyone: all nodes but the external ones.
        exits: nodes with an approved exit route.
        leading: nodes with any approved route.
        routes: every approved subnet route of the tailnet itself, each once, in order.
    """

    __slots__ = (
        "_domains",
        "_groups",
        "_logins",
        "_roles",
        "_tags",
        "all",
        "everyone",
        "exits",
        "external",
        "inventory",
        "leading",
        "members",
        "nodes",
        "routes",
        "tagged",
    )

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.nodes = tuple(_nodes(inventory.devices or ()))
        self.members = self.tagged = self.external = 0
        self._logins: dict[str, int] = {}
        self._tags: dict[str, int] = {}
        self._domains: dict[str, int] = {}
        for node in self.nodes:
            self._enter(node)
        self.all = (1 << len(self.nodes)) - 1
        self.everyone = self.all & ~self.external
        self.exits = sum(node.bit for node in self.nodes if node.is_exit)
        self.leading = self.exits | sum(node.bit for node in self.nodes if node.subnets)
        self.routes = tuple(dict.fromkeys(route for node in self.of(self.everyone) for route in node.subnets))
        self._groups = inventory.groups
        self._roles = inventory.roles or {}

    def _enter(self, node: Node) -> None:
        device, bit = node.device, node.bit
        if device.external:
            self.external |= bit
        elif device.tags:
            self.tagged |= bit
            for tag in device.tags:
                self._tags[tag] = self._tags.get(tag, 0) | bit
        if device.user is None:
            return
        self._logins[device.user] = self._logins.get(device.user, 0) | bit
        if not device.external:
            self.members |= bit
            domain = device.user.rpartition("@")[2]
            self._domains[domain] = self._domains.get(domain, 0) | bit

    def login(self, login: str) -> int:
        """Return the untagged devices of a login."""
        return self._logins.get(login, 0)

    def tag(self, tag: str) -> int:
        """Return the devices that carry a tag."""
        return self._tags.get(tag, 0)

    def synced(self, group: str) -> int:
        """Return the devices of a group that only the inventory tells of."""
        found = 0
        for login in self._groups.get(group, ()):
            found |= self.login(login)
        return found

    def domain(self, domain: str) -> int:
        """Return the untagged devices of members whose login is of a domain."""
        return self._domains.get(domain, 0)

    def role(self, role: str) -> int:
        """Return the untagged devices of members who have exactly this role."""
        found = 0
        for login in self._roles.get(role, ()):
            found |= self.login(login)
        return found & self.members

    def of(self, nodes: int) -> Iterator[Node]:
        """Yield the nodes of a set in order."""
        while nodes:
            low = nodes & -nodes
            yield self.nodes[low.bit_length() - 1]
            nodes ^= low

    def holding(self, ranges: ByFamily) -> int:
        """Return the nodes that have an own address in the ranges."""
        found = 0
        for node in self.nodes:
            if node.has_address_in(ranges):
                found |= node.bit
        return found

    def users(self) -> tuple[str, ...]:
        """Return every login that owns devices: in the order of the user list, then of the device list."""
        listed = (user.login for user in self.inventory.users or ())
        return tuple(login for login in dict.fromkeys((*listed, *self._logins)) if login in self._logins)


def _nodes(devices: Iterable[Device]) -> Iterator[Node]:
    with_address = (device for device in devices if device.addresses)
    for number, device in enumerate(with_address):
        own = sorted(_read(device.addresses), key=lambda address: address.version)
        served = device.served_routes
        subnets = _read(route for route in served if route not in EXIT_ROUTES)
        yield Node(number, device, tuple(own), tuple(subnets), not EXIT_ROUTES.isdisjoint(served))


def _read(texts: Iterable[str]) -> list[AddressRange]:
    return [found for found in map(parse_network, texts) if found is not None]


def address_texts(node: Node) -> tuple[str, ...]:
    """Return the own addresses of a node as text, IPv4 before IPv6."""
    return tuple(map(format_range, node.addresses))


def as_ranges(addresses: Iterable[AddressRange]) -> ByFamily:
    """Return addresses as a set by family."""
    found: dict[int, list[tuple[int, int]]] = {V4: []}
    for address in addresses:
        found.setdefault(address.version, []).append((address.first, address.last + 1))
    return {version: of(pairs) for version, pairs in found.items()}
