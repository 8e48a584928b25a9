"""The oracle's stand-ins in the engine's numbering, so that boxes can be held against plain sets of rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.access.atoms import (
    Atom,
    OtherMembers,
    OtherTagged,
    RoleHolders,
    Services,
    SharedUsers,
    SubnetHosts,
    SyncedMembers,
    TaggedDevices,
)
from tailcli.access.compile import OWN, Access
from tailcli.access.traffic import place
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.world import Address, Device, Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.compile import Box
    from tailcli.access.universe import Universe
    from tailcli.compare.subtract import Piece
    from tailcli.policy.model import Policy
    from tests.oracle.world import Thing, World

SECOND = "second "


class Cell(NamedTuple):
    """One source, one destination, one flow."""

    src: str
    dst: str
    family: int
    proto: int
    port: int


Reached = dict[Cell, frozenset[frozenset[str]]]


def read(policy: dict[str, Any]) -> Policy:
    """Return a generated policy as the tool reads it."""
    return load(SourceText("policy.hujson", json.dumps(policy)))


def reached(parts: Iterable[Box | Piece], access: Access, world: World) -> Reached:
    """Return the alternatives under which each stand-in reaches each other one, by the given boxes."""
    found: dict[Cell, set[frozenset[str]]] = {}
    boxes = list(parts)
    for src in world.sources:
        source = source_bit(src, access.universe)
        near = [box for box in boxes if box.sources & source]
        for dst in world.destinations:
            there = destination_bit(src, dst, access.universe)
            hits = [box for box in near if box.destinations & there]
            for family in (4, 6) if hits else ():
                if not _speaks(src, family) or not _speaks(dst, family):
                    continue
                for proto in world.protocols:
                    for port in world.ports:
                        at = place(family, proto, port)
                        alternatives = {
                            _texts(box) for box in hits if any(a <= at < b for a, b in box.rights)
                        }
                        if alternatives:
                            found[Cell(src.name, dst.name, family, proto, port)] = alternatives
    return {cell: simplest(alternatives) for cell, alternatives in found.items()}


def simplest(alternatives: Iterable[frozenset[str]]) -> frozenset[frozenset[str]]:
    """Leave out what another alternative makes needless."""
    every = set(alternatives)
    return frozenset(one for one in every if not any(other < one for other in every))


def source_bit(thing: Thing, universe: Universe) -> int:
    """Return the atom of a stand-in as a source."""
    if isinstance(thing, Address) and thing.routed:
        return universe.bit[SubnetHosts()]
    return _bit(thing, universe)


def destination_bit(src: Thing, dst: Thing, universe: Universe) -> int:
    """Return the atom of a stand-in as a destination; the source's own device is what it is called."""
    if isinstance(dst, Device) and dst.owner and isinstance(src, Device) and src.name == dst.name:
        return OWN
    return _bit(dst, universe)


def _bit(thing: Thing, universe: Universe) -> int:
    if isinstance(thing, Service):
        return universe.bit[Services(thing.name)]
    if isinstance(thing, Address):
        return _address_bit(thing, universe)
    name = thing.name.removeprefix(SECOND)
    return universe.login_bits.get(name) or universe.bit[_stranger(name)]


def _address_bit(address: Address, universe: Universe) -> int:
    for atom in universe.addresses[address.family].atoms:
        if any(first <= address.number < end for first, end in atom.ranges):
            return universe.bit[atom]
    raise AssertionError(address)


def _stranger(name: str) -> Atom:
    if name.startswith("tag:"):
        return OtherTagged() if name == "tag:another-than-these" else TaggedDevices(name)
    if name.startswith("someone with autogroup:"):
        return RoleHolders(name.removeprefix("someone with autogroup:"))
    if name.startswith("a member of "):
        return SyncedMembers(name.removeprefix("a member of ").replace(" at ", "@"))
    if name.startswith("another-member@"):
        return OtherMembers(name.removeprefix("another-member@"))
    return {"another member": OtherMembers(None), "someone shared in": SharedUsers()}[name]


def _speaks(thing: Thing, family: int) -> bool:
    return not isinstance(thing, Address) or thing.family == family


def _texts(box: Box | Piece) -> frozenset[str]:
    return frozenset(f"via:{r.text}" if r.kind == "via" else r.text for r in box.alternative)
