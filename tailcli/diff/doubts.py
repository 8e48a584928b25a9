"""What a row depends on that no policy tells: roles, synced groups, who holds an address, approved routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import Addresses, People, RoleHolders, SubnetHosts, SyncedMembers, every, members
from tailcli.access.naming import Side as End
from tailcli.access.naming import stranger_words
from tailcli.access.ranges import contains, overlaps
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.atoms import Atom
    from tailcli.access.compile import Box
    from tailcli.access.universe import Universe
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version


def doubts(piece: Piece, having: Version, others: Sequence[Box]) -> tuple[str, ...]:
    """Return the facts that would make a piece of a difference no difference, in words.

    A person may hold a role or be in a synced group to which the other version gives the same; the device at
    an address may carry a tag, or belong to somebody, to whom it does.
    """
    universe = having.access.universe
    boxes = near(piece, others)
    found = [
        *_about_people(piece, universe, boxes),
        *_about_addresses(piece, having, boxes),
        *_about_routed(piece, having, boxes),
    ]
    return tuple(dict.fromkeys(found))


def near(piece: Piece, boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes that matter for what a piece, or a part of it, depends on."""
    return [
        box
        for box in boxes
        if (box.sources & piece.sources or box.destinations & piece.destinations)
        and overlaps(box.rights, piece.rights)
    ]


def _about_people(piece: Piece, universe: Universe, boxes: Iterable[Box]) -> list[str]:
    people = [universe.atoms[n] for n in members(piece.sources & universe.members)]
    if not any(isinstance(atom, People) for atom in people):
        return []
    strangers = {
        number
        for box in boxes
        if box.destinations & piece.destinations
        for number in members(box.sources & universe.members & ~piece.sources)
        if isinstance(universe.atoms[number], RoleHolders | SyncedMembers)
    }
    atoms = [universe.atoms[number] for number in sorted(strangers)]
    if RoleHolders("admin") in atoms:
        atoms = [atom for atom in atoms if atom != RoleHolders("owner")]  # the owner is an admin too
    return list(map(_membership, atoms))


def _membership(atom: Atom) -> str:
    if isinstance(atom, RoleHolders):
        return f"whether they have the role autogroup:{atom.role}"
    return f"whether they are in {stranger_words(atom).rpartition(' ')[2]}"


def _about_addresses(piece: Piece, having: Version, boxes: Iterable[Box]) -> list[str]:
    """A single tailnet address may belong to a device that the other version gives as much by its tag."""
    tags = having.access.universe.tagged
    from_all = [box for box in boxes if not piece.sources & ~box.sources]
    to_all = [box for box in boxes if not piece.destinations & ~box.destinations]
    to_tags = [box.destinations & tags for box in from_all if contains(box.rights, piece.rights)]
    from_tags = [box.sources & tags for box in to_all if contains(box.rights, piece.rights)]
    return [
        *_carried(piece.destinations, to_tags, End.DESTINATION, having),
        *_carried(piece.sources, from_tags, End.SOURCE, having),
    ]


def _carried(at: int, tagged: Iterable[int], end: End, having: Version) -> list[str]:
    universe = having.access.universe
    tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
    atoms = [universe.atoms[number] for number in members(at & tailnet)]
    single = [a for a in atoms if isinstance(a, Addresses) and a.ranges[0][1] - a.ranges[0][0] == 1]
    tags = every(tagged)
    if not single or not tags or len(atoms) != at.bit_count():
        return []
    carrying = _carrying(at, tags, having)
    if carrying is not None and not carrying:
        return []
    names = [stranger_words(universe.atoms[number]) for number in members(tags)]
    where = [party.text for party in having.namer.name(at, end)]
    today = f" (today {carrying[0]} does)" if carrying else ""
    return [f"whether {_devices(where)} {_one_of(names)}{today}"]


def _carrying(at: int, tags: int, having: Version) -> list[str] | None:
    """Return the devices at some addresses that carry one of some tags; None where no inventory tells."""
    if having.census is None:
        return None
    return [one.device.name for one in having.census.within(at) or () if one.who & tags]


def _devices(where: Sequence[str]) -> str:
    if len(where) == 1:
        return f"the device at {where[0]} carries"
    return f"a device at {' or '.join(where)} carries" if len(where) <= _FEW else "a device there carries"


def _one_of(tags: Sequence[str]) -> str:
    return " or ".join(tags) if len(tags) <= _FEW else f"one of {len(tags)} tags"


_FEW = 3


_BEHIND = "whether they are behind an approved subnet route"


def is_about_devices(fact: str) -> bool:
    """Tell whether a list of devices, with their tags and routes, would settle a fact."""
    return fact.startswith((_BEHIND, *_AT_ADDRESSES))


_AT_ADDRESSES = ("whether the device at ", "whether a device ")


def _about_routed(piece: Piece, having: Version, boxes: Iterable[Box]) -> list[str]:
    universe = having.access.universe
    addresses = universe.addresses[V4].all | universe.addresses[V6].all
    tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
    outside = piece.sources & addresses & ~tailnet
    behind = None if having.census is None else having.census.routed(outside)
    if not outside or behind == 0:
        return []
    routed = universe.bit[SubnetHosts()]
    if any(box.sources & routed and box.destinations & piece.destinations for box in boxes):
        return [f"{_BEHIND}{' (today they are)' if behind == outside else ''}"]
    return []
