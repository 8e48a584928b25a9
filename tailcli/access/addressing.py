"""Classes of addresses: the whole space of one family, cut along every set that a rule speaks of."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.atoms import Addresses, bits
from tailcli.access.ranges import Ranges, contains, of

if TYPE_CHECKING:
    from tailcli.access.definitions import ByFamily


class AddressClasses:
    """The classes of one family. ``number`` gives them their bits; then ``within`` answers for any set.

    Attributes:
        atoms: one atom a class, in the order of their first address.
        all: the bits of all classes.
        tailnet: the bits of those inside the tailnet's range.
    """

    __slots__ = ("_found", "_members", "_offset", "all", "atoms", "tailnet", "version")

    def __init__(self, version: int, cuts: list[ByFamily]) -> None:
        self.version = version
        distinct = tuple(dict.fromkeys(cut[version] for cut in cuts))
        classes = _classes(networks.ALL[version][0][1], distinct)
        self.atoms = tuple(Addresses(version, ranges) for ranges, _ in classes)
        self._members: dict[Ranges, list[int]] = {ranges: [] for ranges in distinct}
        for number, (_, covered_by) in enumerate(classes):
            for cut in covered_by:
                self._members[distinct[cut]].append(number)
        self._found: dict[Ranges, int] = {}
        self._offset = 0
        self.all = 0
        self.tailnet = 0

    def number(self, offset: int) -> None:
        """Let the first class be atom ``offset`` and the others follow."""
        self._offset = offset
        self.all = bits([*range(offset, offset + len(self.atoms))])
        self.tailnet = self.within(networks.TAILNET[self.version])

    def within(self, ranges: Ranges) -> int:
        """Return the bits of the classes inside ``ranges``; at once where the space was cut along it."""
        found = self._found.get(ranges)
        if found is None:
            numbers = self._members[ranges] if ranges in self._members else self._scan(ranges)
            found = self._found[ranges] = bits([self._offset + number for number in numbers])
        return found

    def is_cut_along(self, ranges: Ranges) -> bool:
        """Tell whether the classes inside ``ranges`` are all of it: a rule speaks of it, or of its parts."""
        if ranges in self._members:
            return True
        inside = (self.atoms[number].ranges for number in self._scan(ranges))
        return sum(end - first for part in inside for first, end in part) == sum(e - f for f, e in ranges)

    def _scan(self, ranges: Ranges) -> list[int]:
        """Return the numbers of the classes inside ``ranges``: each begins in one of them."""
        found: list[int] = []
        for first, end in ranges:
            start = bisect_left(self.atoms, first, key=_beginning)
            near = range(start, bisect_left(self.atoms, end, start, key=_beginning))
            found += [number for number in near if contains(ranges, self.atoms[number].ranges)]
        return found


def _beginning(atom: Addresses) -> int:
    return atom.ranges[0][0]


def _classes(top: int, cuts: tuple[Ranges, ...]) -> list[tuple[Ranges, frozenset[int]]]:
    """Cut the space at every border; gather the pieces that the same cuts cover, and tell which these are."""
    changes: dict[int, list[int]] = {0: [], top: []}
    for number, ranges in enumerate(cuts):
        for first, end in ranges:
            changes.setdefault(first, []).append(number)
            changes.setdefault(end, []).append(number)
    borders = sorted(changes)
    active: set[int] = set()
    pieces: dict[frozenset[int], list[tuple[int, int]]] = {}
    for at, following in pairwise(borders):
        active.symmetric_difference_update(changes[at])
        pieces.setdefault(frozenset(active), []).append((at, following))
    return [(of(ranges), covered_by) for covered_by, ranges in pieces.items()]
