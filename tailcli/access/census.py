"""The devices of an inventory among the classes of a universe."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.atoms import (
    Addresses,
    OtherMembers,
    OtherTagged,
    RoleHolders,
    SharedUsers,
    SyncedMembers,
    TaggedDevices,
    bits,
    members,
)
from tailcli.access.compile import OWN
from tailcli.access.concrete.roster import as_ranges
from tailcli.access.ranges import overlaps
from tailcli.access.universe import login_domain
from tailcli.policy.addresses import BITS, V4, V6, parse_address, parse_network
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.atoms import Atom
    from tailcli.access.inventory import Device
    from tailcli.access.universe import Universe
    from tailcli.policy.addresses import AddressRange


class Counted(NamedTuple):
    """A device in a universe.

    Attributes:
        device: what the inventory says of it.
        who: the classes that it is in by who it is: its tags, or its owner.
        where: the classes that its addresses are in.
        addresses: its addresses.
    """

    device: Device
    who: int
    where: int
    addresses: tuple[AddressRange, ...]

    def is_in(self, addresses: AddressRange) -> bool:
        """Tell whether one of its addresses is among some."""
        return any(addresses.contains(own) for own in self.addresses)

    def reached_from(self, source: Counted) -> int:
        """Return the classes that it is in as a destination of another device: those of one owner are own.

        A device of another tailnet is no destination: what reaches it is decided there.
        """
        if self.device.external:
            return 0
        owner = self.device.user
        is_own = owner is not None and not self.device.tags and not source.device.tags
        return (OWN if is_own and owner == source.device.user else self.who) | self.where


class Census:
    """The devices of one inventory in one universe."""

    __slots__ = (
        "_addresses",
        "_atoms",
        "_counted",
        "_identities",
        "_owned",
        "_routes",
        "_tailnet",
        "_unknown",
        "_where",
        "_who",
    )

    def __init__(self, universe: Universe, devices: Iterable[Device]) -> None:
        listed = tuple(devices)
        self._atoms = universe.atoms
        self._routes = as_ranges(_subnets(listed))
        self._identities = universe.identities | universe.shared
        self._unknown = bits(
            [n for n, atom in enumerate(universe.atoms) if isinstance(atom, RoleHolders | SyncedMembers)]
        )
        self._addresses = universe.addresses[V4].all | universe.addresses[V6].all
        self._tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
        find = _Classes(universe)
        self._counted = tuple(_counted(device, universe, find) for device in listed if device.addresses)
        self._owned: dict[str, list[Counted]] = {}
        for one in self._counted:
            if one.device.user is not None and not one.device.tags:
                self._owned.setdefault(one.device.user, []).append(one)
        self._who = _by_class(one.who for one in self._counted)
        self._where = _by_class(one.where for one in self._counted)

    def within(self, atoms: int) -> tuple[Counted, ...] | None:
        """Return the devices that a set of classes means, in the order of the inventory.

        A set that names people or tags means devices by who they are, any other by their addresses. None
        where no inventory tells: of people who are not known, services, and what is no device of the tailnet.
        """
        who = atoms & self._identities
        if who:
            known = who & ~self._unknown
            return self._of(known, self._who) if known else None
        found = self._of(atoms & self._addresses, self._where)
        return found if found or atoms & self._tailnet else None

    def names_identities(self, atoms: int) -> bool:
        """Tell whether a set of classes names people or tags: then addresses in it add no device."""
        return bool(atoms & self._identities)

    def at(self, addresses: AddressRange) -> tuple[Counted, ...] | None:
        """Return the devices at some addresses; None where there are none and could be none."""
        found = tuple(one for one in self._counted if one.is_in(addresses))
        inside = overlaps(networks.TAILNET[addresses.version], ((addresses.first, addresses.last + 1),))
        return found if found or inside else None

    def routed(self, atoms: int) -> int:
        """Return those of some classes of addresses to any of which an approved subnet route leads."""
        return bits([number for number in members(atoms) if self._is_routed(self._atoms[number])])

    def _is_routed(self, atom: Atom) -> bool:
        return isinstance(atom, Addresses) and overlaps(self._routes.get(atom.version, ()), atom.ranges)

    def of_login(self, login: str) -> tuple[Counted, ...]:
        """Return the devices that belong to somebody: those without tags."""
        return tuple(self._owned.get(login, ()))

    def _of(self, atoms: int, by_class: dict[int, list[int]]) -> tuple[Counted, ...]:
        if len(by_class) < atoms.bit_count():
            numbers = {n for atom, there in by_class.items() if atoms >> atom & 1 for n in there}
        else:
            numbers = {n for atom in members(atoms) for n in by_class.get(atom, ())}
        return tuple(self._counted[number] for number in sorted(numbers))


def _subnets(devices: Iterable[Device]) -> Iterator[AddressRange]:
    """Yield the approved routes of the tailnet's own devices, exit routes left out."""
    for device in devices:
        for route in () if device.external else map(parse_network, device.served_routes):
            if route is not None and (route.first or route.last + 1 != 1 << BITS[route.version]):
                yield route


def _by_class(sets: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, atoms in enumerate(sets):
        for atom in members(atoms):
            found.setdefault(atom, []).append(number)
    return found


def _counted(device: Device, universe: Universe, find: _Classes) -> Counted:
    addresses = tuple(a for a in map(parse_address, device.addresses) if a is not None)
    where = 0
    for address in addresses:
        where |= find.at(address.version, address.first)
    return Counted(device, _who(device, universe), where, addresses)


def _who(device: Device, universe: Universe) -> int:
    """Return the classes of a device's tags, or of its owner; a device of another tailnet is shared."""
    if device.external:
        return universe.login_bits.get(device.user or "", 0) & universe.guests or universe.bit[SharedUsers()]
    found = 0
    for tag in device.tags:
        found |= universe.bit.get(TaggedDevices(tag)) or universe.bit[OtherTagged()]
    if device.tags or device.user is None:
        return found
    stranger = universe.bit.get(OtherMembers(login_domain(device.user))) or universe.bit[OtherMembers(None)]
    return universe.login_bits.get(device.user) or stranger


class _Classes:
    """The classes of addresses, to be found by one address."""

    __slots__ = ("_borders", "_numbers")

    def __init__(self, universe: Universe) -> None:
        found: dict[int, list[tuple[int, int]]] = {V4: [], V6: []}
        for version, first, number in _ranges(universe):
            found[version].append((first, number))
        self._borders: dict[int, list[int]] = {}
        self._numbers: dict[int, list[int]] = {}
        for version, pairs in found.items():
            pairs.sort()
            self._borders[version] = [first for first, _ in pairs]
            self._numbers[version] = [number for _, number in pairs]

    def at(self, version: int, address: int) -> int:
        """Return the bit of the class that holds an address: the classes cover the whole space."""
        return 1 << self._numbers[version][bisect_right(self._borders[version], address) - 1]


def _ranges(universe: Universe) -> Iterator[tuple[int, int, int]]:
    for number, atom in enumerate(universe.atoms):
        if isinstance(atom, Addresses):
            yield from ((atom.version, first, number) for first, _ in atom.ranges)
