"""What is left of a box in thousands of parts, in outline: without looking at each of the parts.

One rule that opens everything to everybody, held against ten thousand rules, leaves tens of thousands of
parts. They are told as one fact; what that needs to know follows from what no other box opens anywhere.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.ranges import intersect, overlaps, subtract, union_all
from tailcli.access.traffic import FAMILY_LINE
from tailcli.compare.subtract import Given, Piece, relevant, remainder, without_own_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.ranges import Ranges

LEAST_GIVING = 2_500
"""So many boxes have to give some of a box before what is left of it is taken in outline."""
MOST_PARTS = 200
"""What is left of a box in more parts than that may be taken in outline, which itself is in no more."""


def in_outline(
    box: Box, others: Sequence[Box], singles: int, *, is_scattered: bool = False
) -> list[Piece] | None:
    """Return what other boxes leave of a box of traffic in outline; None where it has to be looked at whole.

    Of a piece in outline every source keeps something on every destination, by each address family that the
    piece has; and each of its rights is left somewhere. In full it would be more than ``MOST_PARTS`` parts,
    unless the rule ``is_scattered`` over so many by another box already.
    """
    near = relevant(box, others)
    if near is None or len(near) < LEAST_GIVING:
        return None
    wide, narrow = _parted(near, _size(box.rights) // 2)
    given = _given(narrow)
    pieces = list(islice(remainder(box, wide, singles), MOST_PARTS + 1))
    is_told = len(pieces) <= MOST_PARTS and all(_is_kept(piece, given) for piece in pieces)
    if not is_told or not (is_scattered or _is_scattered(box, near, singles)):
        return None
    return [piece._replace(given=given) for piece in pieces]


def in_full(piece: Piece, singles: int, rights: Ranges | None = None) -> Iterable[Piece]:
    """Return the parts of a piece in outline, or those with some rights; any other piece is one part."""
    if rights is not None and not overlaps(piece.rights, rights):
        return ()
    if piece.given is None:
        return (piece,)
    asked = piece.rights if rights is None else intersect(piece.rights, rights)
    return remainder(piece.box._replace(rights=asked), piece.given.boxes, singles)


def untouched(piece: Piece, singles: int) -> Piece:
    """Return a part of a piece of which nothing is given; without outline that is the piece."""
    if piece.given is None:
        return piece
    sources, destinations = piece.sources, piece.destinations & ~piece.given.destinations
    if not destinations:
        sources, destinations = sources & ~piece.given.sources, piece.destinations
    sources, destinations = without_own_class(sources, destinations, singles)
    return piece._replace(sources=sources, destinations=destinations, given=None)


def meets(box: Box, piece: Piece, singles: int) -> bool:
    """Tell whether a box gives any of a piece, whatever its conditions are."""
    sources, destinations = box.sources & piece.sources, box.destinations & piece.destinations
    if not (sources and destinations and overlaps(box.rights, piece.rights)):
        return False
    if piece.given is None:
        return True
    shared = piece._replace(sources=sources, destinations=destinations)
    return any(True for _ in in_full(shared, singles, box.rights))


def _parted(boxes: Iterable[Box], size: int) -> tuple[list[Box], list[Box]]:
    """Return the boxes with more rights than that, and the others."""
    wide: list[Box] = []
    narrow: list[Box] = []
    for box in boxes:
        (wide if _size(box.rights) > size else narrow).append(box)
    return wide, narrow


def _size(rights: Ranges) -> int:
    size = 0
    for first, end in rights:
        size += end - first
    return size


def _given(boxes: Sequence[Box]) -> Given:
    return Given(
        tuple(boxes),
        every(box.sources for box in boxes),
        every(box.destinations for box in boxes),
        union_all(box.rights for box in boxes),
    )


def _is_kept(piece: Piece, given: Given) -> bool:
    """Tell whether something surely is left of every pair, whatever the boxes give to whom.

    What none of them opens anywhere is left everywhere; and where one end is in none of them, all is left.
    """
    left = subtract(piece.rights, given.rights)
    families = [line for line in FAMILY_LINE.values() if overlaps(piece.rights, line)]
    is_wide = all(ends & (ends - 1) for ends in (piece.sources, piece.destinations))
    is_free = piece.sources & ~given.sources or piece.destinations & ~given.destinations
    return is_wide and bool(is_free) and all(overlaps(left, line) for line in families)


def _is_scattered(box: Box, near: Sequence[Box], singles: int) -> bool:
    """Tell whether what is left for some of the sources is in too many parts already."""
    some = every(islice(dict.fromkeys(other.sources & box.sources for other in near), MOST_PARTS))
    hits = [other for other in near if other.sources & some]
    parts = remainder(box._replace(sources=some), hits, singles)
    return sum(1 for _ in islice(parts, MOST_PARTS + 1)) > MOST_PARTS
