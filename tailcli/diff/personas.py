"""Whom somebody may act as, by an act that the policy allows: taking a tag, serving a route, logging in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices, every, members
from tailcli.access.ranges import of
from tailcli.policy.addresses import parse_network
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.resolve import Resolver
    from tailcli.access.universe import Universe
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.usable_logins import BothLogins, Logins
    from tailcli.hujson.nodes import String

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
    """The personas of one version, and who may act as each of them; each is looked for when first asked."""

    __slots__ = ("_all", "_by_login", "_logins", "_universe", "_ways", "_who", "approvers", "owners")

    def __init__(self, version: Version, logins: Logins) -> None:
        policy, people = version.policy, _People(version.access.resolver)
        self.owners = {tag.name.value.strip(): people.of(tag.owners) for tag in policy.tag_owners}
        """Who owns each tag."""
        self.approvers = {
            line.name.value.strip(): people.of(line.approvers) for line in policy.auto_approvers.routes
        }
        """Whose routes are approved, by route."""
        self._universe = version.access.universe
        self._logins = logins
        self._by_login: dict[str, int] | None = None
        self._all: dict[str, Persona] | None = None
        self._ways: dict[str, tuple[Way, ...]] = {}
        self._who: dict[str, int] = {}

    @property
    def all(self) -> dict[str, Persona]:
        """Every tag, and every route in which whole classes of addresses lie, by name."""
        if self._all is None:
            self._all = {persona.name: persona for persona in (*self._tagged(), *self._routed())}
        return self._all

    def who(self, name: str) -> int:
        """Return everybody who may act as a persona, in one step or several."""
        if name not in self._who:
            self._who[name] = every(way.who for way in self.ways(name))
        return self._who[name]

    def ways(self, name: str) -> tuple[Way, ...]:
        """Return who may act as a persona by which acts; everybody only by their shortest way."""
        if name not in self._ways:
            self._ways[name] = tuple(self._search(self.all[name])) if name in self.all else ()
        return self._ways[name]

    def _tagged(self) -> Iterator[Persona]:
        universe = self._universe
        for name in self._tags(universe.tagged):
            yield Persona(name, universe.bit[TaggedDevices(name)])

    def _routed(self) -> Iterator[Persona]:
        for name in self.approvers:
            atoms = _inside(name, self._universe)
            if atoms:
                yield Persona(name, atoms, is_route=True)

    def _search(self, persona: Persona) -> Iterator[Way]:
        if persona.is_route:
            yield Way(self.approvers[persona.name], (f"having {persona.name} approved",))
            return
        seen = persona.atoms
        pending: list[tuple[str, tuple[str, ...]]] = [(persona.name, ())]
        for reached, acts in pending:
            if len(acts) == LONGEST_PATH:
                return
            steps = (
                (self.owners.get(reached, 0), f"tagging a device {reached}"),
                (self._may_log_in(reached), f"logging in to {reached} over SSH"),
            )
            for who, act in steps:
                fresh = who & ~seen
                if fresh:
                    seen |= fresh
                    yield Way(fresh, (act, *acts))
                    pending += [(name, (act, *acts)) for name in self._tags(fresh)]

    def _may_log_in(self, tag: str) -> int:
        if self._by_login is None:
            self._by_login = self._logins.by_tag()
        return self._by_login.get(tag, 0)

    def _tags(self, atoms: int) -> list[str]:
        found = (self._universe.atoms[number] for number in members(atoms & self._universe.tagged))
        return [atom.tag for atom in found if isinstance(atom, TaggedDevices)]


def personas_of(sides: Sides, logins: BothLogins) -> tuple[Personas, Personas]:
    """Return the personas of both versions: the very same where the same may act as them by the same acts.

    That follows from who owns each tag, whose routes are approved, and who may log in where; the classes
    that a tag or a route stands for are those of the universe, which is shared.
    """
    old, new = Personas(sides.old, logins.old), Personas(sides.new, logins.new)
    # The routes in their order, as it is that of the rows.
    is_same = old.owners == new.owners and [*old.approvers.items()] == [*new.approvers.items()]
    return (old, old) if is_same and logins.are_same else (old, new)


class _People(dict[str, int]):
    """Whom a selector names: asked once, as many tags have the same owners."""

    def __init__(self, resolver: Resolver) -> None:
        super().__init__()
        self._resolver = resolver

    def __missing__(self, text: str) -> int:
        found = self[text] = self._resolver.people(text)
        return found

    def of(self, strings: Iterable[String]) -> int:
        """Return whom any of some selectors names."""
        return every(self[string.value] for string in strings)


def _inside(text: str, universe: Universe) -> int:
    """Return the classes of addresses that lie wholly in a route."""
    network = parse_network(text)
    if network is None:
        return 0
    classes = universe.addresses[network.version]
    within = classes.within(of(((network.first, network.last + 1),)))
    return within & ~classes.tailnet
