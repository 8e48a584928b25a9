"""What one union of boxes holds and another does not, exactly.

A gained access lies inside a box that the other version does not have, so only those boxes are looked at:
the cost follows the size of the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.compile import Box
from tailcli.access.conditions import covers_together, implies
from tailcli.access.ranges import Ranges, contains, overlaps, subtract, union_all
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.classes import classes
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tailcli.access.conditions import Alternative


class Given(NamedTuple):
    """What is there already of a piece that is told in outline.

    Attributes:
        boxes: what gives it.
        sources: everybody to whom one of them gives anything.
        destinations: everything on which.
        rights: every right that one of them gives.
    """

    boxes: tuple[Box, ...]
    sources: int
    destinations: int
    rights: Ranges


class Piece(NamedTuple):
    """A part of the difference: every source gains every right on every destination, under ``alternative``.

    Pieces of one difference do not overlap, apart from one that holds on conditions inside one that holds on
    fewer. ``rule`` is the first rule that gives it. A piece in outline says what is ``given`` of it already:
    the part is what that leaves (:mod:`tailcli.compare.outline`).
    """

    sources: int
    destinations: int
    rights: Ranges
    alternative: Alternative
    rule: int
    given: Given | None = None

    @property
    def box(self) -> Box:
        """The piece as a box, without what is given of it."""
        return Box(self.sources, self.destinations, self.rights, self.alternative, self.rule)


def remainder(box: Box, others: Sequence[Box], singles: int) -> Iterator[Piece]:
    """Yield what other boxes leave of one box, in parts that do not overlap. For ``singles`` see below."""
    near = relevant(box, others)
    if near is None:
        return
    rows: dict[tuple[tuple[int, Ranges], ...], int] = {}
    for part, hits in classes(box.sources, near, lambda other: other.sources):
        cells = _cells(box, hits)
        if cells:
            rows[cells] = rows.get(cells, 0) | part
    for cells, sources in rows.items():
        for destinations, rights in cells:
            from_, to = without_own_class(sources, destinations, singles)
            if from_ and to:
                yield Piece(from_, to, rights, box.alternative, box.rule)


def difference(
    minuend: Iterable[Box],
    subtrahend: Iterable[Box],
    singles: int,
    remainder: Callable[[Box, Sequence[Box], int], Iterable[Piece]] = remainder,
) -> list[Piece]:
    """Return what ``minuend`` gives and ``subtrahend`` does not, both compiled in one universe.

    ``singles`` are the classes of one person: what they reach of their own class is told by ``OwnDevices``.
    A right that is kept under conditions at least as loose counts as kept. ``remainder`` says what is left
    of one box.
    """
    boxes = list(minuend)
    known = list(subtrahend) if len(boxes) <= _FEW else ByEnds(_touching(boxes, subtrahend))
    pieces: list[Piece] = []
    for box in _loosest_first(boxes):
        near = known if isinstance(known, list) else known.meeting(box.sources, box.destinations)
        found = list(remainder(box, near, singles))
        if found:
            pieces += found
            known.append(box)
    return sorted(pieces, key=lambda piece: piece.rule)


_FEW = 3
"""So many boxes are each held against everything: what holds them whole is often found at once."""


def _touching(boxes: Sequence[Box], others: Iterable[Box]) -> list[Box]:
    """Leave out what has nothing to do with any of the boxes."""
    sources, destinations = every(box.sources for box in boxes), every(box.destinations for box in boxes)
    return [box for box in others if box.sources & sources and box.destinations & destinations]


def _loosest_first(boxes: list[Box]) -> list[Box]:
    """Put first what is asked for by others too: whoever implies more conditions is the stricter."""
    distinct = dict.fromkeys(box.alternative for box in boxes)
    if len(distinct) > _MOST_RANKED:
        return sorted(boxes, key=lambda box: len(box.alternative))
    ranks = {one: sum(implies(one, other) for other in distinct) for one in distinct}
    return sorted(boxes, key=lambda box: ranks[box.alternative])


_MOST_RANKED = 200
"""More conditions than that are put in order by the number of their requirements: none is then lost either,
but what a stricter one gives may be told beside the looser one."""


def is_covered(box: Box, others: Sequence[Box], singles: int) -> bool:
    """Tell whether the union of the other boxes gives all that ``box`` gives."""
    return next(remainder(box, others, singles), None) is None


def relevant(box: Box, others: Sequence[Box]) -> list[Box] | None:
    """Return the boxes that give some of a box without asking for more; None if all of it surely is given."""
    near: list[Box] = []
    for other in others:
        if other.sources & box.sources and other.destinations & box.destinations:
            if not implies(box.alternative, other.alternative) or not overlaps(other.rights, box.rights):
                continue
            if _holds(other, box):
                return None
            near.append(other)
    return None if box.alternative and _is_covered_by_ways(box, others) else near


def _is_covered_by_ways(box: Box, others: Iterable[Box]) -> bool:
    """Tell whether boxes give all of a box under conditions of which one surely holds where its own does."""
    ways = frozenset(other.alternative for other in others if _holds(other, box))
    return covers_together(ways, box.alternative)


def _holds(wide: Box, narrow: Box) -> bool:
    """Tell whether one box alone gives all of another: by far the most frequent reason for no difference."""
    return (
        not narrow.sources & ~wide.sources
        and not narrow.destinations & ~wide.destinations
        and contains(wide.rights, narrow.rights)
    )


def _cells(box: Box, near: list[Box]) -> tuple[tuple[int, Ranges], ...]:
    """Return what is left of the box for one class of sources: destinations by the rights that are left."""
    left: dict[Ranges, int] = {}
    for part, hits in classes(box.destinations, near, lambda other: other.destinations):
        rights = subtract(box.rights, union_all(other.rights for other in hits))
        if rights:
            left[rights] = left.get(rights, 0) | part
    return tuple((destinations, rights) for rights, destinations in left.items())


def without_own_class(sources: int, destinations: int, singles: int) -> tuple[int, int]:
    """Leave out the pair of one person with their own class, where that person is alone on a side.

    Where there are several on both sides nothing is left out: each of them has the others' classes too.
    """
    if destinations & (destinations - 1) == 0 and destinations & singles:
        sources &= ~destinations
    elif sources & (sources - 1) == 0 and sources & singles:
        destinations &= ~sources
    return sources, destinations
