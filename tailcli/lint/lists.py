"""Selectors of a list that its other selectors cover."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.access.atoms import AtomSet
    from tailcli.hujson.nodes import String


class Meant(NamedTuple):
    """A string of a list with what it stands for.

    ``own`` marks the people who reach their own devices by it (as a destination); 0 otherwise.
    """

    node: String
    atoms: AtomSet
    own: int = 0


class Spare(NamedTuple):
    """A string that adds nothing, and one string that stands for all of it alone, if there is one."""

    node: String
    by: String | None


class _Extent(NamedTuple):
    """What is reached by each family, and whose own devices."""

    v4: int
    v6: int
    own: int

    def joined(self, other: _Extent) -> _Extent:
        return _Extent(self.v4 | other.v4, self.v6 | other.v6, self.own | other.own)

    def holds(self, other: _Extent) -> bool:
        return not (other.v4 & ~self.v4 or other.v6 & ~self.v6 or other.own & ~self.own)


_NOTHING = _Extent(0, 0, 0)


def spare(items: Sequence[Meant]) -> Iterator[Spare]:
    """Yield the strings that the others cover; all of them can go at once. Of two equal ones the later goes.

    A string that stands for nothing is none of them: something else is wrong with it.
    """
    if not items[1:]:
        return
    extents = [_extent(item) for item in items]
    before = list(accumulate(extents, _Extent.joined, initial=_NOTHING))
    behind = _NOTHING
    kept: list[int] = []
    for number in range(len(items) - 1, -1, -1):
        extent = extents[number]
        if extent == _NOTHING or not before[number].joined(behind).holds(extent):
            behind = behind.joined(extent)
            kept.append(number)
            continue
        single = (n for n in (*range(number), *kept) if extents[n].holds(extent))
        by = next(single, None)
        yield Spare(items[number].node, None if by is None else items[by].node)


def _extent(item: Meant) -> _Extent:
    atoms = item.atoms
    return _Extent(atoms.both | atoms.v4, atoms.both | atoms.v6, item.own)
