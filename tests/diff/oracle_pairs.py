"""What the plain evaluator says of two policies, in the engine's classes: the pairs whose access changed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Any

from tailcli.access.atoms import Addresses, People, RoleHolders
from tailcli.access.compile import compile_together
from tailcli.diff.model import Change
from tailcli.policy.addresses import V4
from tests.compare.stand_ins import destination_bit, read, source_bit
from tests.compare.test_against_oracle import by_the_oracle, gained, one_spelling
from tests.oracle.meaning import probes
from tests.oracle.reach import ssh_reach
from tests.oracle.symbolic import symbolic_world
from tests.oracle.tables import capability_table
from tests.oracle.world import Address, Device, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.universe import Universe
    from tests.oracle.lanes import SshAnswer
    from tests.oracle.world import Thing, World

Json = dict[str, Any]
Pairs = set[tuple[int, int]]
Ways = frozenset[frozenset[str]]
STRANGERS = ("another", "someone with", "a member of")


def world_of(old: Json, new: Json) -> World:
    """The world of both, with stand-ins for the classes that only the engine tells apart: it counts them."""
    world = symbolic_world(old, new)
    known = {thing.name for thing in world.sources}
    people = [person for person in _people(universe_of(old, new)) if person.login not in known]
    found = [Device(person.login, person) for person in people]
    strangers = seconds([*world.sources, *found], {thing.name for thing in world.destinations})
    bare = [one for one in _bare(universe_of(old, new)) if one.name not in known]
    return world._replace(
        sources=(*world.sources, *found, *bare),
        destinations=(*world.destinations, *found, *strangers, *bare),
    )


def seconds(things: list[Thing], known: set[str]) -> list[Device]:
    """A second person of every kind of people without a name: one reaches another of the same kind."""
    people = [
        thing.owner
        for thing in things
        if isinstance(thing, Device) and thing.owner is not None and thing.name.startswith(STRANGERS)
    ]
    seconds = [one._replace(login=f"second {one.login}") for one in people]
    return [Device(one.login, one) for one in seconds if one.login not in known]


def _bare(universe: Universe) -> Iterator[Address]:
    """An address of each class: the engine also cuts out ranges that mean something by themselves."""
    for atom in universe.atoms:
        if isinstance(atom, Addresses):
            kind = IPv4Address if atom.version == V4 else IPv6Address
            yield Address(str(kind(atom.ranges[0][0])))


def _people(universe: Universe) -> Iterator[Person]:
    for atom in universe.atoms:
        if isinstance(atom, People):
            yield from (Person(login, complete=False) for login in atom.logins)
        elif isinstance(atom, RoleHolders):
            yield Person(f"someone with autogroup:{atom.role}", role=atom.role, complete=False)


def universe_of(old: Json, new: Json) -> Universe:
    return compile_together([read(old), read(new)])[0].universe


def network_pairs(old: Json, new: Json, world: World, universe: Universe) -> Pairs:
    """Pairs of classes of which the new policy allows traffic that the old one does not."""
    cells = gained(by_the_oracle(old, world), by_the_oracle(new, world))
    return as_classes({(cell.src, cell.dst) for cell in cells}, world, universe)


def ssh_pairs(old: Json, new: Json, world: World, universe: Universe) -> dict[Change, Pairs]:
    """Pairs of classes between which some login begins, ceases, or ends in another way."""
    before, after = ({key: decision(v) for key, v in ssh_reach(p, world).items()} for p in (old, new))
    changed: dict[Change, set[tuple[str, str]]] = {change: set() for change in Change}
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            changed[kind(before.get(key), after.get(key))].add(key[:2])
    return {change: as_classes(keys, world, universe) for change, keys in changed.items()}


def kind(before: object, after: object) -> Change:
    """What happened to a login, by what decides on each side; nothing decides where it is denied."""
    if before and after:
        return Change.CHANGED
    return Change.GAINED if after else Change.LOST


def decision(answers: tuple[SshAnswer, ...]) -> tuple[Any, ...]:
    """The terms in the order tried, with those that can never decide left out."""
    found: list[tuple[Any, set[frozenset[str]]]] = []
    seen: list[frozenset[str]] = []
    for answer in answers:
        spelled = [frozenset(map(one_spelling, one)) for one in answer.alternatives]
        fresh = {one for one in spelled if not any(earlier <= one for earlier in seen)}
        seen += spelled
        terms = answer._replace(alternatives=frozenset())
        if fresh and found and found[-1][0] == terms:
            found[-1][1].update(fresh)
        elif fresh:
            found.append((terms, fresh))
    return tuple((terms, frozenset(a for a in ways if not any(b < a for b in ways))) for terms, ways in found)


def application_pairs(old: Json, new: Json, world: World, universe: Universe) -> Pairs:
    """Pairs of classes of which the new policy permits what the old one does not, by meaning."""
    asked = probes((old, new))
    before, after = (capability_table(policy, world, asked) for policy in (old, new))
    changed = {
        pair
        for pair, permitted in after.items()
        for key, ways in permitted.items()
        if _is_fresh(ways, before.get(pair, {}).get(key, frozenset()))
    }
    return as_classes(changed, world, universe)


def _is_fresh(after: Ways, before: Ways) -> bool:
    was, now = ({frozenset(map(one_spelling, way)) for way in ways} for ways in (before, after))
    return any(not any(kept <= way for kept in was) for way in now)


def as_classes(changed: set[tuple[str, str]], world: World, universe: Universe) -> Pairs:
    sources = {thing.name: thing for thing in world.sources}
    destinations = {thing.name: thing for thing in world.destinations}
    return {
        (
            source_bit(sources[src], universe),
            destination_bit(sources[src], destinations[dst], universe),
        )
        for src, dst in changed
    }
