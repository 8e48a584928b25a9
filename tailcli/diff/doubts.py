"""What a row depends on that no policy tells: roles, synced groups, who holds an address, approved routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import Addresses, People, RoleHolders, SubnetHosts, every, members
from tailcli.access.naming import Side as End
from tailcli.access.naming import stranger_words
from tailcli.access.ranges import contains, overlaps
from tailcli.compare.by_ends import ByEnds
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.atoms import Atom
    from tailcli.access.compile import Box
    from tailcli.access.universe import Universe
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version


def doubts(piece: Piece, having: Version, others: Iterable[Box]) -> tuple[str, ...]:
    """Return the facts that would make a piece of a difference no difference, in words.

    A person may hold a role or be in a synced group to which the other version gives the same; the device at
    an address may carry a tag, or belong to somebody, to whom it does. Whoever asks about many pieces gives
    the boxes of the other version by their ends.
    """
    boxes = others if isinstance(others, ByEnds) else ByEnds(others)
    found = [
        *_about_people(piece, having.access.universe, boxes),
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


def _about_people(piece: Piece, universe: Universe, others: ByEnds[Box]) -> list[str]:
    unknown = universe.strangers & ~piece.sources
    if not unknown or not any(
        isinstance(universe.atoms[n], People) for n in members(piece.sources & universe.members)
    ):
        return []
    giving = others.meeting(unknown, piece.destinations)
    strangers = every(box.sources for box in giving if overlaps(box.rights, piece.rights)) & unknown
    atoms = [universe.atoms[number] for number in members(strangers)]
    if RoleHolders("admin") in atoms:
        atoms = [atom for atom in atoms if atom != RoleHolders("owner")]  # the owner is an admin too
    return list(map(_membership, atoms))


def _membership(atom: Atom) -> str:
    if isinstance(atom, RoleHolders):
        return f"whether they have the role autogroup:{atom.role}"
    return f"whether they are in {stranger_words(atom).rpartition(' ')[2]}"


def _about_addresses(piece: Piece, having: Version, others: ByEnds[Box]) -> list[str]:
    """A single tailnet address may belong to a device that the other version gives as much by its tag."""
    universe = having.access.universe
    to_tags = from_tags = 0
    if _is_at_one(piece.destinations, universe):
        reaching = others.meeting(_first(piece.sources), universe.tagged)
        to_tags = every(box.destinations for box in reaching if _gives_from_all(box, piece)) & universe.tagged
    if _is_at_one(piece.sources, universe):
        reached = others.meeting(universe.tagged, _first(piece.destinations))
        from_tags = every(box.sources for box in reached if _gives_to_all(box, piece)) & universe.tagged
    return [
        *_carried(piece.destinations, to_tags, End.DESTINATION, having),
        *_carried(piece.sources, from_tags, End.SOURCE, having),
    ]


def _is_at_one(at: int, universe: Universe) -> bool:
    """Tell whether an end is tailnet addresses alone, and a single one among them."""
    tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
    atoms = () if at & ~tailnet else (universe.atoms[number] for number in members(at))
    return any(isinstance(a, Addresses) and a.ranges[0][1] - a.ranges[0][0] == 1 for a in atoms)


def _first(atoms: int) -> int:
    """Return one of the atoms: what gives something to all of them gives it to this one."""
    return atoms & -atoms


def _gives_from_all(box: Box, piece: Piece) -> bool:
    return not piece.sources & ~box.sources and contains(box.rights, piece.rights)


def _gives_to_all(box: Box, piece: Piece) -> bool:
    return not piece.destinations & ~box.destinations and contains(box.rights, piece.rights)


def _carried(at: int, tags: int, end: End, having: Version) -> list[str]:
    if not tags:
        return []
    universe = having.access.universe
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


def _about_routed(piece: Piece, having: Version, others: ByEnds[Box]) -> list[str]:
    universe = having.access.universe
    addresses = universe.addresses[V4].all | universe.addresses[V6].all
    tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
    outside = piece.sources & addresses & ~tailnet
    behind = None if having.census is None else having.census.routed(outside)
    if not outside or behind == 0:
        return []
    giving = others.meeting(universe.bit[SubnetHosts()], piece.destinations)
    if any(overlaps(box.rights, piece.rights) for box in giving):
        return [f"{_BEHIND}{' (today they are)' if behind == outside else ''}"]
    return []
