"""Whom somebody may act as, by an act that the policy allows: taking a tag, serving a route, logging in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices, members
from tailcli.access.ownership import Ownership
from tailcli.access.ranges import of, overlaps
from tailcli.diff.usable_logins import SSH_TRAFFIC
from tailcli.policy.addresses import parse_network
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.sides import Version
    from tailcli.policy.model import Approval

LONGEST_PATH = 4
"""In how many steps somebody is followed: each is an act of their own, and the more, the less likely."""


class Persona(NamedTuple):
    """What one may act as: a tag, or the addresses of a route; ``atoms`` are its sources."""

    name: str
    atoms: int
    is_route: bool = False


class Way(NamedTuple):
    """Who may act as a persona, and by which acts in their order."""

    who: int
    acts: tuple[str, ...]


class Personas:
    """The personas of one version, and who may act as each of them."""

    __slots__ = ("_logins", "_owners", "_universe", "_ways", "_who", "all")

    def __init__(self, version: Version) -> None:
        self._universe = universe = version.access.universe
        self._owners = Ownership(version.policy, version.access)
        tags = [atom.tag for atom in universe.atoms if isinstance(atom, TaggedDevices)]
        self._logins = _logins(version)
        routes = [(line, _inside(line.name.value, version)) for line in version.policy.auto_approvers.routes]
        self.all = {tag: Persona(tag, universe.bit[TaggedDevices(tag)]) for tag in tags}
        self._ways: dict[str, tuple[Way, ...]] = {}
        self._who: dict[str, int] = {}
        for line, atoms in routes:
            name = line.name.value.strip()
            if atoms:
                self.all[name] = Persona(name, atoms, is_route=True)
                self._ways[name] = (Way(_approvers(line, version), (f"having {name} approved",)),)

    def owners(self, tag: str) -> int:
        """Return who owns a tag."""
        return self._owners.owners(tag)

    def who(self, name: str) -> int:
        """Return everybody who may act as a persona, in one step or several."""
        if name not in self._who:
            found = 0
            for way in self.ways(name):
                found |= way.who
            self._who[name] = found
        return self._who[name]

    def ways(self, name: str) -> tuple[Way, ...]:
        """Return who may act as a persona by which acts; everybody only by their shortest way."""
        if name not in self._ways:
            self._ways[name] = tuple(self._search(name)) if name in self.all else ()
        return self._ways[name]

    def _search(self, tag: str) -> Iterator[Way]:
        seen = self.all[tag].atoms
        pending: list[tuple[str, tuple[str, ...]]] = [(tag, ())]
        for reached, acts in pending:
            if len(acts) == LONGEST_PATH:
                return
            steps = (
                (self._owners.owners(reached), f"tagging a device {reached}"),
                (self._logins.get(reached, 0), f"logging in to {reached} over SSH"),
            )
            for who, act in steps:
                fresh = who & ~seen
                if fresh:
                    seen |= fresh
                    yield Way(fresh, (act, *acts))
                    pending += [(name, (act, *acts)) for name in self._tags(fresh)]

    def _tags(self, atoms: int) -> list[str]:
        found = (self._universe.atoms[number] for number in members(atoms & self._universe.tagged))
        return [atom.tag for atom in found if isinstance(atom, TaggedDevices)]


def _approvers(line: Approval, version: Version) -> int:
    found = 0
    for approver in line.approvers:
        found |= version.access.resolver.people(approver.value)
    return found


def _inside(text: str, version: Version) -> int:
    """Return the classes of addresses that lie wholly in a route."""
    network = parse_network(text.strip())
    if network is None:
        return 0
    classes = version.access.universe.addresses[network.version]
    within = classes.within(of(((network.first, network.last + 1),)))
    return within & ~classes.tailnet


def _logins(version: Version) -> dict[str, int]:
    """Return for each tag who may log in to its devices: by an SSH rule, and with port 22 open."""
    universe = version.access.universe
    found: dict[int, int] = {}
    for box in version.ssh.boxes:
        for number in members(box.destinations & universe.tagged):
            found[number] = found.get(number, 0) | box.sources
    opened = _with_port(sum(1 << number for number in found), version)
    tags = ((universe.atoms[number], who & opened.get(number, 0)) for number, who in found.items())
    return {atom.tag: who for atom, who in tags if isinstance(atom, TaggedDevices)}


def _with_port(there: int, version: Version) -> dict[int, int]:
    """Return to whom port 22 is open, for each of some classes."""
    found: dict[int, int] = {}
    for box in version.access.network if there else ():
        if box.destinations & there and overlaps(box.rights, SSH_TRAFFIC):
            for number in members(box.destinations & there):
                found[number] = found.get(number, 0) | box.sources
    return found
