"""The pieces that are left of one rule, put together as far as one row can tell them without saying more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.ranges import Ranges, contains, of, overlaps
from tailcli.access.traffic import FAMILY_LINE, PORTS, PROTOCOLS
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.compare.subtract import Piece


def by_ports(pieces: Sequence[Piece], boxes: Iterable[Box]) -> Iterable[list[Piece]]:
    """Tell apart what is left of destinations that one ACL rule opens on different ports."""
    mine = [box for box in boxes if box.rule == pieces[0].rule]
    found: dict[Ranges, list[Piece]] = {}
    for piece in pieces:
        whole = next((box.rights for box in mine if _is_part(piece, box)), piece.rights)
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


def by_family(pieces: Sequence[Piece], addresses: int) -> list[Sequence[Piece]]:
    """Part traffic by family where not the same people and devices have it: a range names them in its own."""
    parts = [
        [piece for piece in pieces if overlaps(piece.rights, FAMILY_LINE[family])] for family in (V4, V6)
    ]
    ends = {
        (every(p.sources for p in part) & ~addresses, every(p.destinations for p in part) & ~addresses)
        for part in parts
    }
    return [pieces] if len(ends) == 1 or not all(parts) else [*parts]
