"""On which conditions a version gives all of what a row tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import contains
from tailcli.compare.outline import in_full, meets
from tailcli.diff.rule_parts import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.conditions import Alternative
    from tailcli.compare.by_ends import ByEnds
    from tailcli.compare.subtract import Piece


def conditions_of(pieces: Sequence[Piece], boxes: ByEnds[Box], singles: int) -> tuple[Alternative, ...]:
    """Return the conditions under each of which some boxes give all of some pieces, in the boxes' order."""
    every = whole(pieces)
    asked = [piece._replace(given=None) for piece in pieces]
    found: dict[Alternative, list[Box]] = {}
    for box in boxes.meeting(every.sources, every.destinations):
        if any(meets(box, piece, singles) for piece in asked):
            found.setdefault(box.alternative, []).append(box)
    return tuple(
        alternative
        for alternative, giving in found.items()
        if _reach_all(giving, every)
        and all(
            any(_covers(box, part) for box in giving) for piece in pieces for part in in_full(piece, singles)
        )
    )


def _reach_all(boxes: Iterable[Box], piece: Piece) -> bool:
    """Tell whether boxes name all the sources and all the destinations; else they cannot give all of it."""
    sources, destinations = piece.sources, piece.destinations
    for box in boxes:
        sources &= ~box.sources
        destinations &= ~box.destinations
    return not (sources or destinations)


def _covers(box: Box, piece: Piece) -> bool:
    return (
        not piece.sources & ~box.sources
        and not piece.destinations & ~box.destinations
        and contains(box.rights, piece.rights)
    )
