"""Access rules that add nothing: repeated, covered by one other rule, or by several together.

The survivors give all that the policy gives: a rule is only ever left out while those that are left cover
it, so all reported rules can be removed together. What covers it is named among the survivors.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING

from tailcli.access.atoms import members
from tailcli.access.conditions import implies
from tailcli.access.ranges import contains, of, union_all
from tailcli.compare.subtract import is_covered
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.compile import Access, Box
    from tailcli.access.content import Content
    from tailcli.access.ranges import Ranges
    from tailcli.lint.context import Context

    _Side = dict[int, int]

MOST_CANDIDATES = 64
"""How many rules are tried, each by itself, as the one that covers another."""
MOST_LOOKED_AT = 512
"""How many boxes are looked at for that, the widest first."""
FEW = 12
"""Of so many rules that cover another together, those that could be spared are left out."""


class Covering(NamedTuple):
    """What adds nothing to the access of a policy. Rules are numbers in ``Access.rules``.

    Attributes:
        duplicates: rules that say the same as an earlier one, which is the value.
        redundant: rules that one other rule covers, which is the value.
        implied: rules that several others cover together, which are the value.
    """

    duplicates: dict[int, int]
    redundant: dict[int, int]
    implied: dict[int, tuple[int, ...]]


def covering(context: Context) -> Covering:
    """Return the access rules that add nothing. Use it as ``context.once(covering)``."""
    access = context.access
    duplicates = _duplicates(access.contents)
    boxes = _boxes_by_rule(access, duplicates)
    lanes = tuple(_Lane([b for b in lane if b.rule in boxes]) for lane in _lanes(access))
    alive = set(boxes)
    finder = _Finder(lanes, boxes, access.universe.singles, alive)
    for rule in sorted(boxes, reverse=True):
        finder.drop_if_single(rule)
    for rule in sorted(alive, reverse=True):
        finder.drop_if_several(rule)
    implied: dict[int, tuple[int, ...]] = {}
    redundant: dict[int, int] = {}
    for rule in sorted(finder.dropped):
        by = finder.cover(rule)
        if len(by) > 1:
            implied[rule] = by
        else:
            redundant[rule] = by[0]
    return Covering(duplicates, redundant, implied)


def _duplicates(said: Sequence[Content]) -> dict[int, int]:
    first: dict[object, int] = {}
    found: dict[int, int] = {}
    for number, content in enumerate(said):
        if not (content.sources and content.destinations):
            continue
        original = first.setdefault(_meaning(content), number)
        if original != number:
            found[number] = original
    return found


def _meaning(content: Content) -> object:
    """Return what a rule says, whatever the order in which it says it."""
    return (
        _set(content.sources),
        frozenset((opened, _set(texts)) for opened, texts in content.opened) if content.opened else None,
        _set(content.destinations),
        frozenset(content.permissions) if content.permissions else None,
        _set(content.postures),
        _set(content.via),
    )


def _set(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts as a set (a tuple, since most have one element already)."""
    return texts if not texts[1:] else tuple(sorted({text.strip() for text in texts}))


def _lanes(access: Access) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    return access.network, access.application


def _boxes_by_rule(access: Access, left_out: dict[int, int]) -> dict[int, tuple[list[Box], list[Box]]]:
    """Return the network and application boxes of each rule that gives something."""
    found: dict[int, tuple[list[Box], list[Box]]] = {}
    for lane, boxes in enumerate(_lanes(access)):
        for box in boxes:
            if box.rule not in left_out:
                found.setdefault(box.rule, ([], []))[lane].append(box)
    return found


class _Lane:
    """The boxes of one lane, the widest first, found by what they hold."""

    def __init__(self, boxes: list[Box]) -> None:
        self.boxes = sorted(boxes, key=_width, reverse=True)
        self._sources = _Index([box.sources for box in self.boxes])
        self._destinations = _Index([box.destinations for box in self.boxes])
        self._twice: dict[tuple[int, int], Ranges] = {}

    def twice(self, source: int, destination: int) -> Ranges:
        """Return the rights that more than one box gives to a pair of atoms, whatever the conditions."""
        known = self._twice.get((source, destination))
        if known is None:
            known = self._twice[source, destination] = overlap(
                other.rights for other in self.at(source, destination)
            )
        return known

    def at(self, source: int, destination: int) -> Iterator[Box]:
        """Yield the boxes that hold one source atom and one destination atom (as bits)."""
        hit = self._sources.holding(source) & self._destinations.holding(destination)
        return (self.boxes[number] for number in members(hit))

    def near(self, box: Box) -> Iterator[Box]:
        """Yield the boxes that share a source and a destination with a box."""
        hit = self._sources.sharing(box.sources) & self._destinations.sharing(box.destinations)
        return (self.boxes[number] for number in members(hit))


class _Index:
    """Which boxes hold an atom, by their distinct sides: boxes of a large policy share few."""

    def __init__(self, sides: list[int]) -> None:
        numbers: dict[int, list[int]] = {}
        for number, side in enumerate(sides):
            numbers.setdefault(side, []).append(number)
        self._boxes: _Side = {}
        for side, found in numbers.items():
            field = bytearray((len(sides) >> 3) + 1)
            for number in found:
                field[number >> 3] |= 1 << (number & 7)
            whole = int.from_bytes(field, "little")
            for atom in members(side):
                self._boxes[atom] = self._boxes.get(atom, 0) | whole
        self._shared: _Side = {}

    def holding(self, bit: int) -> int:
        """Return the boxes whose side holds an atom, given as its bit."""
        return self._boxes.get(bit.bit_length() - 1, 0)

    def sharing(self, side: int) -> int:
        """Return the boxes whose side shares an atom with ``side``."""
        if side not in self._shared:
            found = 0
            for atom in members(side):
                found |= self._boxes.get(atom, 0)
            self._shared[side] = found
        return self._shared[side]


class _Finder:
    """Finds what covers a rule among the rules that are still alive."""

    def __init__(
        self,
        lanes: tuple[_Lane, ...],
        boxes: dict[int, tuple[list[Box], list[Box]]],
        singles: int,
        alive: set[int],
    ) -> None:
        self._lanes = lanes
        self._boxes = boxes
        self._singles = singles
        self._alive = alive
        self.dropped: dict[int, tuple[int, ...]] = {}

    def drop_if_single(self, rule: int) -> None:
        """Leave a rule out if one other rule covers it."""
        other = self.single(rule)
        if other is not None:
            self._drop(rule, (other,))

    def drop_if_several(self, rule: int) -> None:
        """Leave a rule out if the others together cover it."""
        others = self.several(rule)
        if others:
            self._drop(rule, others)

    def _drop(self, rule: int, by: tuple[int, ...]) -> None:
        self._alive.remove(rule)
        self.dropped[rule] = by

    def cover(self, rule: int) -> tuple[int, ...]:
        """Return survivors that cover a rule that was dropped."""
        by = self.dropped[rule]
        if self._alive.issuperset(by):
            return by
        one = self.single(rule)
        return self.several(rule) if one is None else (one,)

    def single(self, rule: int) -> int | None:
        """Return the first living rule that covers a rule by itself, or None."""
        candidates: set[int] | None = None
        for lane, boxes in zip(self._lanes, self._boxes[rule], strict=True):
            for box in boxes:
                here = self._candidates(lane, box)
                candidates = here if candidates is None else candidates & here
                if not candidates:
                    return None
        for other in sorted(candidates or ())[:MOST_CANDIDATES]:
            if self._is_covered_by(rule, other):
                return other
        return None

    def _candidates(self, lane: _Lane, box: Box) -> set[int]:
        """Return rules that hold all of a box's rights at one pair of its atoms."""
        found: set[int] = set()
        parts: dict[int, list[Ranges]] = {}
        for other in islice(self._at_probe(lane, box), MOST_LOOKED_AT):
            if contains(other.rights, box.rights):
                found.add(other.rule)
            elif other.rule not in found:
                parts.setdefault(other.rule, []).append(other.rights)
        return found | {r for r, sets in parts.items() if sets[1:] and contains(union_all(sets), box.rights)}

    def _at_probe(self, lane: _Lane, box: Box) -> Iterator[Box]:
        """Yield the boxes at a pair of the box's atoms, if several may give all of the box there."""
        probe = _probe(box, self._singles)
        if inside(box.rights, lane.twice(*probe)):
            yield from (other for other in lane.at(*probe) if self._counts(other, box))

    def _counts(self, other: Box, box: Box) -> bool:
        return (
            other.rule != box.rule
            and other.rule in self._alive
            and implies(box.alternative, other.alternative)
        )

    def _is_covered_by(self, rule: int, other: int) -> bool:
        pairs = zip(self._boxes[rule], self._boxes[other], strict=True)
        return all(self._is_within(box, others) for boxes, others in pairs for box in boxes)

    def _is_within(self, box: Box, others: list[Box]) -> bool:
        """Tell whether boxes cover a box; most often one of them does it alone, which is quickly seen."""
        return any(_holds(other, box) for other in others) or is_covered(box, others, self._singles)

    def several(self, rule: int) -> tuple[int, ...]:
        """Return living rules that cover a rule together, none of which could be spared; or none."""
        found: set[int] = set()
        for lane, boxes in zip(self._lanes, self._boxes[rule], strict=True):
            for box in boxes:
                needed = self._needed(lane, box)
                if needed is None:
                    return ()
                found |= needed
        return tuple(sorted(found))

    def _needed(self, lane: _Lane, box: Box) -> set[int] | None:
        """Return rules that cover a box together, or None."""
        if not inside(box.rights, lane.twice(*_probe(box, self._singles))):
            return None
        at_probe = union_all(other.rights for other in self._at_probe(lane, box))
        if not inside(box.rights, at_probe):
            return None
        near = [other for other in lane.near(box) if self._counts(other, box)]
        if not is_covered(box, near, self._singles):
            return None
        rules = sorted({other.rule for other in near}, reverse=True)
        for rule in rules if len(rules) <= FEW else ():
            fewer = [other for other in near if other.rule != rule]
            if is_covered(box, fewer, self._singles):
                near = fewer
        return {other.rule for other in near}


def _width(box: Box) -> int:
    rights = sum(end - first for first, end in box.rights)
    return rights * box.sources.bit_count() * box.destinations.bit_count()


def overlap(sets: Iterable[Ranges]) -> Ranges:
    """Return what at least two of the sets hold."""
    steps: dict[int, int] = {}
    for ranges in sets:
        for first, end in ranges:
            steps[first] = steps.get(first, 0) + 1
            steps[end] = steps.get(end, 0) - 1
    places = sorted(steps)
    depths = accumulate(steps[place] for place in places)
    return of(
        (one, other) for (one, other), depth in zip(pairwise(places), depths, strict=False) if depth > 1
    )


def inside(part: Ranges, whole: Ranges) -> bool:
    """Tell whether a set holds another one, at the cost of the smaller."""
    for first, end in part:
        at = bisect_right(whole, first, key=_first) - 1
        if at < 0 or whole[at][1] < end:
            return False
    return True


def _first(pair: tuple[int, int]) -> int:
    return pair[0]


def _holds(wide: Box, narrow: Box) -> bool:
    return (
        not narrow.sources & ~wide.sources
        and not narrow.destinations & ~wide.destinations
        and implies(narrow.alternative, wide.alternative)
        and contains(wide.rights, narrow.rights)
    )


def _probe(box: Box, singles: int) -> tuple[int, int]:
    """Return one source and one destination of a box, not both the same class of one person."""
    source = box.sources & -box.sources
    others = box.destinations & ~(source & singles)
    if not others:
        rest = box.sources & ~source
        return (rest & -rest or source), box.destinations & -box.destinations
    return source, others & -others
