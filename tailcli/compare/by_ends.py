"""Finding what has some sources and some destinations without looking at everything.

A large policy is thousands of small rules: each names a few classes on either side. Whoever asks about one of
them after the other, of thousands, must not go through all the others each time.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from tailcli.access.atoms import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    class HasEnds(Protocol):
        """What has sources and destinations, as sets of atoms."""

        @property
        def sources(self) -> int:
            """From where."""

        @property
        def destinations(self) -> int:
            """To where."""


Item = TypeVar("Item", bound="HasEnds")


class ByEnds(Generic[Item]):
    """A list of boxes, or of what has ends like them, that is asked for those which meet two ends.

    Only after a few questions it is ordered by ends: until then it costs no more than the list.
    """

    __slots__ = ("_all", "_asked", "_ends")

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._all = list(items)
        self._asked = 0
        self._ends: tuple[_End[Item], _End[Item]] | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def append(self, item: Item) -> None:
        """Add an item behind all others."""
        for end in self._ends or ():
            end.add(len(self._all), item)
        self._all.append(item)

    def meeting(self, sources: int, destinations: int) -> list[Item]:
        """Return the items that have some of the sources and some of the destinations, in their order."""
        near = self._near(sources, destinations)
        return [item for item in near if item.sources & sources and item.destinations & destinations]

    def _near(self, sources: int, destinations: int) -> Iterable[Item]:
        self._asked += 1
        if self._asked <= _FEW_QUESTIONS:
            return self._all
        if self._ends is None:
            self._ends = self._ordered()
        asked = zip(self._ends, (sources, destinations), strict=True)
        found = [end.near(atoms) for end, atoms in asked if atoms.bit_count() <= _NARROW]
        if not found:
            return self._all
        fewest = min(found, key=lambda lists: sum(map(len, lists)))
        return (self._all[number] for number in sorted(chain.from_iterable(fewest)))

    def _ordered(self) -> tuple[_End[Item], _End[Item]]:
        ends: tuple[_End[Item], _End[Item]] = (
            _End(attrgetter("sources")),
            _End(attrgetter("destinations")),
        )
        for end in ends:
            for number, item in enumerate(self._all):
                end.add(number, item)
        return ends


_FEW_QUESTIONS = 4
_NARROW = 64
"""A set of more atoms than that is held against every other set: it has something of most of them."""


class _End(Generic[Item]):
    """The numbers of items by what they have at one end: those with the same set stand together."""

    __slots__ = ("_by_atom", "_by_set", "_side", "_wide")

    def __init__(self, side: Callable[[Item], int]) -> None:
        self._side = side
        self._by_set: dict[int, list[int]] = {}
        self._by_atom: dict[int, list[list[int]]] = {}
        self._wide: list[tuple[int, list[int]]] = []

    def add(self, number: int, item: Item) -> None:
        atoms = self._side(item)
        same = self._by_set.get(atoms)
        if same is not None:
            same.append(number)
            return
        numbers = self._by_set[atoms] = [number]
        if atoms.bit_count() > _NARROW:
            self._wide.append((atoms, numbers))
        else:
            for atom in members(atoms):
                self._by_atom.setdefault(atom, []).append(numbers)

    def near(self, atoms: int) -> list[list[int]]:
        """Return the numbers of the items that have some of the atoms; each set of them is one list."""
        narrow = {id(same): same for atom in members(atoms) for same in self._by_atom.get(atom, ())}
        return [*narrow.values(), *(same for wide, same in self._wide if wide & atoms)]
