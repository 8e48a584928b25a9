"""From the rules of a policy to boxes: sources x destinations x rights, under one alternative of conditions.

Together with ``resolve`` the only place that knows what the control plane makes of a rule; the claims are in
docs/semantics.md ("Rules"). A policy only ever adds access, so it is the union of its boxes.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import AtomSet
from tailcli.access.conditions import (
    ALWAYS,
    UNCONDITIONAL,
    is_impossible,
    postures_of,
    via_alternatives,
    without_postures,
)
from tailcli.access.content import Content, access_rules, contents, contents_of_both, is_self
from tailcli.access.definitions import Definitions
from tailcli.access.permission_sets import permission_sets
from tailcli.access.ranges import Ranges, intersect, of
from tailcli.access.resolve import NOBODY, Resolver
from tailcli.access.traffic import FAMILY_LINE
from tailcli.access.universe import Universe
from tailcli.policy.addresses import V4, V6
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.access.content import AccessRule
    from tailcli.access.facts import Facts
    from tailcli.access.inventory import Inventory
    from tailcli.access.permissions import Permission
    from tailcli.policy.model import Policy
    from tailcli.source.ends import Ends

OWN = 1
"""The bit of ``OwnDevices`` as a destination."""


class Box(NamedTuple):
    """Every source may use every right on every destination, if the alternative holds.

    ``rights`` is traffic in a network box and permission numbers in an application box. ``rule`` is the
    number of the rule in ``Access.rules``. The pair of one person with that person's own class as the
    destination says nothing in a box: own devices are the destination ``OwnDevices``.
    """

    sources: int
    destinations: int
    rights: Ranges
    alternative: Alternative
    rule: int


class Access(NamedTuple):
    """All that a policy gives, as boxes.

    Attributes:
        universe: what the bits mean.
        definitions: the names that the policy defines.
        resolver: what its selectors stand for in the universe.
        rules: the access rules in the order in which the control plane takes them (grants, then acls);
            None stands for the allow-all that holds where a policy has neither section.
        contents: what each rule says, apart from how it is written.
        network: boxes of traffic (:mod:`tailcli.access.traffic`).
        application: boxes of permissions, numbers into ``permissions``.
        permissions: every permission that any policy of the universe grants.
    """

    universe: Universe
    definitions: Definitions
    resolver: Resolver
    rules: tuple[AccessRule | None, ...]
    contents: tuple[Content, ...]
    network: tuple[Box, ...]
    application: tuple[Box, ...]
    permissions: tuple[Permission, ...]


def compile_policy(policy: Policy, *, fragment: bool = False) -> Access:
    """Compile one policy in a universe of its own; in a fragment undefined names are defined elsewhere."""
    return compile_together([policy], fragment=fragment)[0]


def compile_together(
    policies: Sequence[Policy], *, fragment: bool = False, inventory: Inventory | None = None
) -> tuple[Access, ...]:
    """Compile policies in one universe, so that their accesses can be compared bit by bit.

    An inventory tells who is in groups that a policy does not define, and who has which role.
    """
    said = [contents(policy) for policy in policies]
    return _compile_together(policies, said, fragment=fragment, inventory=inventory)


def compile_both(
    old: Policy,
    new: Policy,
    ends: Ends | None,
    *,
    fragment: bool = False,
    inventory: Inventory | None = None,
) -> tuple[Access, Access]:
    """Compile two versions in one universe; ``ends``, if given, is what their texts share.

    With ``ends`` both policies must be what their texts say. For the inventory see ``compile_together``.
    """
    said = (contents(old), contents(new)) if ends is None else contents_of_both(old, new, ends)
    before, after = _compile_together([old, new], said, fragment=fragment, inventory=inventory)
    return before, after


def _compile_together(
    policies: Sequence[Policy],
    said: Sequence[tuple[Content, ...]],
    *,
    fragment: bool,
    inventory: Inventory | None,
) -> tuple[Access, ...]:
    facts = None
    if inventory is not None:
        from tailcli.access.facts import facts_about

        facts = facts_about(policies, said, inventory)
    was_enabled = gc.isenabled()
    gc.disable()  # little here is cyclic, and the collector would walk every box again and again
    try:
        return _compiled(policies, said, facts, fragment=fragment)
    finally:
        if was_enabled:
            gc.enable()


def _compiled(
    policies: Sequence[Policy],
    said: Sequence[tuple[Content, ...]],
    facts: Facts | None,
    *,
    fragment: bool,
) -> tuple[Access, ...]:
    definitions = [Definitions(policy, facts) for policy in policies]
    universe = Universe(policies, definitions, said)
    rights = permission_sets(said)
    compiler: _Compiler | None = None
    found = []
    for policy, names, content in zip(policies, definitions, said, strict=True):
        if compiler is None:
            compiler = _Compiler(Resolver(universe, names, fragment=fragment), names, universe, rights)
        elif not names.means_the_same(compiler.definitions):
            like = compiler.resolver
            compiler.take_over(Resolver(universe, names, fragment=fragment, like=like), names)
        network, application = compiler.boxes(content)
        rules = access_rules(policy)
        found.append(
            Access(universe, names, compiler.resolver, rules, content, network, application, tuple(rights))
        )
    return tuple(found)


_Boxes: TypeAlias = tuple[list[Box], list[Box]]
"""The network boxes and the application boxes of one rule."""


def supposing_guests(accesses: Sequence[Access], guests: int, *, with_boxes: bool) -> tuple[Access, ...]:
    """Return what policies of one universe give to some people if these are guests: boxes of them alone."""
    rights = permission_sets([access.contents for access in accesses])
    found = []
    for access in accesses:
        resolver = access.resolver.supposing(guests)
        compiler = _Compiler(resolver, access.definitions, access.universe, rights)
        near = [
            compiler.compile(content, number)
            for number, content in enumerate(access.contents)
            if with_boxes and any(atoms & guests for atoms in access.resolver.sources(content.sources))
        ]
        network, application = (
            tuple(
                Box(box.sources & guests, *box[1:])
                for boxes in near
                for box in boxes[lane]
                if box.sources & guests
            )
            for lane in (0, 1)
        )
        found.append(access._replace(resolver=resolver, network=network, application=application))
    return tuple(found)


class _Compiler:
    """Compiles the contents of one version after the other; what recurs is compiled once."""

    def __init__(
        self,
        resolver: Resolver,
        definitions: Definitions,
        universe: Universe,
        rights: dict[Permission, Ranges],
    ) -> None:
        self.resolver = resolver
        self.definitions = definitions
        self._universe = universe
        self._rights = rights
        bound = universe.identities | universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
        self._unbound = ~bound | resolver.shared
        self._sources: dict[tuple[str, ...], int] = {}
        self._destinations: dict[tuple[str, ...], AtomSet] = {}
        self._lines: dict[Ranges, list[Ranges]] = {}
        self._said: tuple[Content, ...] = ()
        self._before: list[_Boxes] = []
        self._meanings = resolver.held_against(resolver)

    def take_over(self, resolver: Resolver, definitions: Definitions) -> None:
        """Compile for other meanings of names from now on."""
        self._meanings = self.resolver.held_against(resolver)
        self.resolver, self.definitions = resolver, definitions
        self._sources, self._destinations = {}, {}

    def boxes(self, said: tuple[Content, ...]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
        """Return the network boxes and the application boxes of all rules.

        What was compiled for the version before is taken from there where the two are alike, from the
        beginning and from the end: two versions differ in a few places.
        """
        first, last = _alike(self._said, said)
        compiled = [
            *self._taken(range(first), 0),
            *[self.compile(content, n) for n, content in enumerate(said[first : len(said) - last], first)],
            *self._taken(range(len(self._said) - last, len(self._said)), len(said) - len(self._said)),
        ]
        self._before, self._said = compiled, said
        self._meanings = self.resolver.held_against(self.resolver)
        network = tuple([box for boxes, _ in compiled for box in boxes])
        return network, tuple([box for _, boxes in compiled for box in boxes])

    def _taken(self, numbers: range, shift: int) -> Iterator[_Boxes]:
        """Yield the boxes of rules of the version before, by new numbers; anew where these mean otherwise."""
        altered = self._meanings.altered(self._said)
        for number in numbers:
            if number in altered:
                yield self.compile(self._said[number], number + shift)
            else:
                boxes = self._before[number]
                yield boxes if not shift else _renumbered(boxes, number + shift)

    def compile(self, content: Content, number: int) -> _Boxes:
        """Return the network boxes and the application boxes of one rule."""
        boxes = self._simple(content, number)
        return self._general(content, number) if boxes is None else (boxes, [])

    def _simple(self, content: Content, number: int) -> list[Box] | None:
        """Compile what most rules say, people or tags to tags or to addresses; None for others.

        Large files take this way.
        """
        texts, opened, _, permissions, postures, via = content
        if len(opened) != 1 or permissions or postures or via:
            return None
        sources = self._sources.get(texts) or self._simple_sources(texts)
        rights, texts = opened[0]
        both, v4, v6 = self._destinations.get(texts) or self._simple_destinations(texts)
        own = sources & (both | v4 | v6) & self.resolver.members
        if not sources or not rights or (own and (v4 or v6)):
            return None
        if v4 or v6:
            return None if both else self._to_addresses(sources, (v4, v6), rights, number)
        box = Box(sources, both, rights, ALWAYS, number)
        return [box, box._replace(sources=own, destinations=OWN)] if own else [box] if both else None

    def _to_addresses(
        self, sources: int, destinations: tuple[int, int], rights: Ranges, number: int
    ) -> list[Box]:
        lines = self._lines.get(rights)
        if lines is None:
            lines = self._lines[rights] = [intersect(rights, FAMILY_LINE[family]) for family in (V4, V6)]
        ends = zip(destinations, lines, strict=True)
        return [Box(sources, to, line, ALWAYS, number) for to, line in ends if to and line]

    def _simple_sources(self, texts: tuple[str, ...]) -> int:
        """Return what selectors name by both families; nothing where they name anything else."""
        atoms = self.resolver.sources(texts)
        found = self._sources[texts] = 0 if atoms.v4 or atoms.v6 else atoms.both
        return found

    def _simple_destinations(self, texts: tuple[str, ...]) -> AtomSet:
        """Return what selectors name; nothing where own devices are among it."""
        found = NOBODY if any(map(is_self, texts)) else self.resolver.destinations(texts)
        self._destinations[texts] = found
        return found

    def _general(self, content: Content, number: int) -> _Boxes:
        sources = self.resolver.sources(content.sources)
        conditions = self.resolver.postures(content.postures) if content.postures else UNCONDITIONAL
        if content.via:
            routers = via_alternatives(content.via)
            both = tuple(dict.fromkeys(a | b for a in conditions for b in routers))
            return self._under(both, self._routed(content, sources), number), []
        network = self._under(conditions, self._network(content, sources), number)
        if not content.permissions:
            return network, []
        return network, self._under(conditions, self._application(content, sources), number)

    def _under(
        self, conditions: tuple[Alternative, ...], boxes: Iterator[tuple[int, int, Ranges]], number: int
    ) -> list[Box]:
        """Put conditions on boxes; postures do not bind sources that are not devices of the tailnet."""
        if conditions is UNCONDITIONAL:
            return [Box(sources, to, rights, ALWAYS, number) for sources, to, rights in boxes]
        unbound = self._unbound if any(map(postures_of, conditions)) else 0
        found = []
        for sources, destinations, rights in boxes:
            for alternative in conditions:
                if sources & ~unbound and not is_impossible(alternative):
                    found.append(Box(sources & ~unbound, destinations, rights, alternative, number))
                if sources & unbound:
                    loose = without_postures(alternative)
                    found.append(Box(sources & unbound, destinations, rights, loose, number))
        return list(dict.fromkeys(found))

    def _network(self, content: Content, sources: AtomSet) -> Iterator[tuple[int, int, Ranges]]:
        members = self.resolver.members
        for opened, texts in content.opened:
            for from_, to, part in _by_family(sources, self.resolver.destinations(texts), opened):
                yield from_, to, part
                if from_ & to & members:
                    yield from_ & to & members, OWN, part
            if any(map(is_self, texts)):
                people = AtomSet(*(atoms & members for atoms in sources))
                yield from _by_family(people, AtomSet(OWN), opened)

    def _routed(self, content: Content, sources: AtomSet) -> Iterator[tuple[int, int, Ranges]]:
        """A grant with ``via`` reaches addresses behind its routers: no device, and no application."""
        addresses = self._universe.addresses
        for opened, texts in content.opened:
            to = self.resolver.destinations(texts)
            behind = AtomSet(0, to.v4 & addresses[V4].all, to.v6 & addresses[V6].all)
            yield from _by_family(sources, behind, opened)

    def _application(self, content: Content, sources: AtomSet) -> Iterator[tuple[int, int, Ranges]]:
        rights = of(pair for permission in content.permissions for pair in self._rights[permission])
        devices = self._devices_only(self.resolver.destinations(content.destinations))
        own = 0
        for from_, to in _within_families(sources, devices):
            own |= from_ & (from_ if any(map(is_self, content.destinations)) else to)
            if rights and from_ and to:
                yield from_, to, rights
        if rights and own & self.resolver.members:
            yield own & self.resolver.members, OWN, rights

    def _devices_only(self, destinations: AtomSet) -> AtomSet:
        """Application capabilities reach devices by their own addresses, never what lies behind them."""
        universe = self._universe
        return AtomSet(
            destinations.both,
            destinations.v4 & (universe.identities | universe.addresses[V4].tailnet),
            destinations.v6 & (universe.identities | universe.addresses[V6].tailnet),
        )


def _alike(old: Sequence[Content], new: Sequence[Content]) -> tuple[int, int]:
    """Return how many of the first contents are alike, and how many of the last ones behind these."""
    shortest = min(len(old), len(new))
    first = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    last = next((n for n in range(shortest - first) if old[-1 - n] != new[-1 - n]), shortest - first)
    return first, last


def _renumbered(boxes: _Boxes, rule: int) -> _Boxes:
    network, application = ([Box(*box[:-1], rule) for box in some] for some in boxes)
    return network, application


def _within_families(sources: AtomSet, destinations: AtomSet) -> list[tuple[int, int]]:
    """Return who reaches what by some family; together where that joins no two ends of different families."""
    from_, to = ([ends.both | ends.v4, ends.both | ends.v6] for ends in (sources, destinations))
    is_crossed = (from_[0] & ~from_[1] and to[1] & ~to[0]) or (from_[1] & ~from_[0] and to[0] & ~to[1])
    return list(zip(from_, to, strict=True)) if is_crossed else [(from_[0] | from_[1], to[0] | to[1])]


def _by_family(sources: AtomSet, destinations: AtomSet, opened: Ranges) -> Iterator[tuple[int, int, Ranges]]:
    """Split where a selector reaches by one family only; otherwise both families share a box."""
    if NOBODY in (sources, destinations) or not opened:
        return
    if not (sources.v4 or sources.v6 or destinations.v4 or destinations.v6):
        yield sources.both, destinations.both, opened
        return
    for version, from_, to in ((V4, sources.v4, destinations.v4), (V6, sources.v6, destinations.v6)):
        part = intersect(opened, FAMILY_LINE[version])
        if part and (sources.both | from_) and (destinations.both | to):
            yield sources.both | from_, destinations.both | to, part
