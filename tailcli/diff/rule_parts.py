"""The pieces that are left of one rule, put together as far as one row can tell them without saying more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.ranges import Ranges, contains, intersect, of, union_all
from tailcli.access.traffic import FAMILY_LINE, PORTS, PROTOCOLS
from tailcli.policy.addresses import V4, V6, parse_network
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tailcli.access.atoms import AtomSet
    from tailcli.access.compile import Box
    from tailcli.access.naming import Party
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version


def by_ports(pieces: Sequence[Piece], boxes: Sequence[Box]) -> Iterable[list[Piece]]:
    """Tell apart what is left of destinations that one ACL rule opens on different ports.

    ``boxes`` are what the rule gives.
    """
    found: dict[Ranges, list[Piece]] = {}
    for piece in pieces:
        whole = next((box.rights for box in boxes if _is_part(piece, box)), piece.rights)
        found.setdefault(of((first % _TWIN, first % _TWIN + end - first) for first, end in whole), []).append(
            piece
        )
    return found.values()


def _is_part(piece: Piece, box: Box) -> bool:
    return (
        box.alternative == piece.alternative
        and not piece.sources & ~box.sources
        and not piece.destinations & ~box.destinations
        and contains(box.rights, piece.rights)
    )


_TWIN = PROTOCOLS * PORTS
"""How far the same flow of the other family is away on the line of traffic."""


def whole(pieces: Sequence[Piece]) -> Piece:
    """Return the smallest piece that all the pieces of one rule lie in."""
    return pieces[0]._replace(
        sources=every(piece.sources for piece in pieces),
        destinations=every(piece.destinations for piece in pieces),
        rights=union_all(piece.rights for piece in pieces),
        given=None,
    )


class Ends(NamedTuple):
    """What the two ends of a part are called."""

    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]


def by_family(pieces: Sequence[Piece], version: Version) -> list[Sequence[Piece]]:
    """Part traffic by family, IPv4 first, where the same words would not do for both.

    They do for the same people and devices: a range names the addresses of its own family. But a selector
    that holds addresses of both says too much where only those of one are meant.
    """
    parts = [_of_family(pieces, FAMILY_LINE[family]) for family in (V4, V6)]
    if not all(parts):
        return [pieces]
    v4, v6 = (version.access.universe.addresses[family].all for family in (V4, V6))
    ends = [[every(p.sources for p in part), every(p.destinations for p in part)] for part in parts]
    is_alike = all(
        one & ~v4 == other & ~v6 and bool(one & v4) == bool(other & v6)
        for one, other in zip(*ends, strict=True)
    )
    return [pieces] if is_alike else [*parts]


def _of_family(pieces: Sequence[Piece], line: Ranges) -> list[Piece]:
    found = [piece._replace(rights=intersect(piece.rights, line)) for piece in pieces]
    return [piece for piece in found if piece.rights]


def are_one(ends: Sequence[Ends], parts: Sequence[Piece], version: Version) -> bool:
    """Tell whether what both families are called may be said in one: no word names more by the other one."""
    if len(ends) == 1:
        return True
    resolver = version.access.resolver
    return all(
        party in said_there or _is_no_more(party, meant, family, there)
        for one, other, family, part in zip(ends, reversed(ends), (V6, V4), reversed(parts), strict=True)
        for parties, said_there, meant, there in (
            (one.sources, other.sources, resolver.source, part.sources),
            (one.destinations, other.destinations, resolver.destination, part.destinations),
        )
        for party in parties
    )


def _is_no_more(party: Party, meant: Callable[[str], AtomSet], family: int, there: int) -> bool:
    """Tell whether a name, but for its exceptions, holds by a family nothing but what is ``there``."""
    if not party.is_selector:
        return parse_network(party.text) is not None
    both, v4, v6 = meant(party.text)
    atoms = both | (v4 if family == V4 else v6)
    return not atoms or not (party.exceptions or atoms & ~there)
