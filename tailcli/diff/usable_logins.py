"""SSH logins that can be used: an SSH rule lets somebody in, and an access rule opens port 22 to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import TaggedDevices, bits, every, members
from tailcli.access.compile import Box
from tailcli.access.conditions import is_impossible
from tailcli.access.traffic import traffic
from tailcli.policy.ports import PortRange
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.access.ranges import Ranges
    from tailcli.access.ssh import SshBox
    from tailcli.diff.sides import Sides, Version

SSH_TRAFFIC = traffic(6, (PortRange(22, 22),))
(_V4_PORT, _), (_V6_PORT, _) = SSH_TRAFFIC
ANY = -1
"""All sources, or all destinations."""

_Opening: TypeAlias = "tuple[int, Alternative]"
"""Where port 22 is open, and on which conditions."""


class Logins:
    """The usable logins of one version; what opens port 22 is looked for once, when it is first asked."""

    __slots__ = ("_from_tags", "_opening", "version")

    def __init__(self, version: Version) -> None:
        self.version = version
        self._opening: list[Box] | None = None
        self._from_tags: list[Box] | None = None

    @property
    def opening(self) -> list[Box]:
        """The boxes of traffic that open port 22."""
        if self._opening is None:
            self._opening = [box for box in self.version.access.network if opens_port(box.rights)]
        return self._opening

    def from_tags(self) -> list[Box]:
        """Return the usable logins from tagged devices."""
        if self._from_tags is None:
            self._from_tags = self.usable(self.version.access.universe.tagged)
        return self._from_tags

    def usable(self, sources: int = ANY, destinations: int = ANY) -> list[Box]:
        """Return the logins from some sources to some destinations, whatever the terms.

        The rights are numbers into ``SshAccess.logins``, the rule is its place in ``Policy.ssh``, and the
        alternative holds the conditions of both rules.
        """
        boxes = self.version.ssh.boxes
        near = [box for box in boxes if box.sources & sources and box.destinations & destinations]
        return list(dict.fromkeys(self._usable(near, sources, destinations))) if near else []

    def by_tag(self) -> dict[str, int]:
        """Return for each tag who may log in to its devices: by an SSH rule, and with port 22 open."""
        universe = self.version.access.universe
        found: dict[int, int] = {}
        for box in self.version.ssh.boxes:
            for number in members(box.destinations & universe.tagged):
                found[number] = found.get(number, 0) | box.sources
        opened = self._with_port(bits([*found]))
        tags = ((universe.atoms[number], who & opened.get(number, 0)) for number, who in found.items())
        return {atom.tag: who for atom, who in tags if isinstance(atom, TaggedDevices)}

    def _with_port(self, there: int) -> dict[int, int]:
        """Return to whom port 22 is open, for each of some classes."""
        found: dict[int, int] = {}
        for box in self.opening if there else ():
            for number in members(box.destinations & there):
                found[number] = found.get(number, 0) | box.sources
        return found

    def _usable(self, near: list[SshBox], sources: int, destinations: int) -> Iterator[Box]:
        numbers = {id(rule): number for number, rule in enumerate(self.version.policy.ssh)}
        opened = self._opened(near)
        leading = _by_destination(opened)
        for box in near:
            there_too = (
                key for number in members(box.destinations & destinations) for key in leading[number]
            )
            for to, alternative in dict.fromkeys(there_too):
                who = opened[to, alternative]
                from_, there = box.sources & who & sources, box.destinations & to & destinations
                conditions = box.alternative | alternative
                if from_ and there and not is_impossible(conditions):
                    yield Box(from_, there, box.logins, conditions, numbers[id(box.rule)])

    def _opened(self, near: Sequence[SshBox]) -> dict[_Opening, int]:
        """Return to whom port 22 is open, by where and on which conditions: many rules lead to the same."""
        sources, destinations = every(box.sources for box in near), every(box.destinations for box in near)
        found: dict[_Opening, int] = {}
        for opening in self.opening:
            to = opening.destinations & destinations
            if to and opening.sources & sources:
                key = to, opening.alternative
                found[key] = found.get(key, 0) | opening.sources
        return found


class BothLogins(NamedTuple):
    """The usable logins of both versions; ``are_same`` where they are the same, whichever rules give them."""

    old: Logins
    new: Logins
    are_same: bool


def both_logins(sides: Sides) -> BothLogins:
    """Return the usable logins of both versions."""
    return BothLogins(Logins(sides.old), Logins(sides.new), _are_same(sides))


def _are_same(sides: Sides) -> bool:
    """Hold what lets in against each other, and what opens the port where no rule is kept that opens it.

    A rule that is kept gives the same in both versions, so where only such rules open port 22, it is open to
    the same.
    """
    old, new = (
        [(box.sources, box.destinations, box.logins, box.alternative) for box in version.ssh.boxes]
        for version in sides.versions
    )
    return old == new and not any(
        box.rule not in kept and opens_port(box.rights)
        for version, kept in zip(sides.versions, sides.kept, strict=True)
        for box in version.access.network
    )


def opens_port(rights: Ranges) -> bool:
    """Tell whether traffic contains some to port 22."""
    for first, end in rights:  # noqa: SIM110 - asked of every rule, and a generator takes twice as long
        if first <= _V4_PORT < end or first <= _V6_PORT < end:
            return True
    return False


def _by_destination(opened: Iterable[_Opening]) -> defaultdict[int, list[_Opening]]:
    found: defaultdict[int, list[_Opening]] = defaultdict(list)
    for opening in opened:
        for number in members(opening[0]):
            found[number].append(opening)
    return found
