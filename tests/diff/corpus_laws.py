"""Two real versions before the engine and before the plain evaluator, brought to one shape to compare."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.access.atoms import (
    Addresses,
    OtherMembers,
    People,
    RoleHolders,
    Services,
    SyncedMembers,
    TaggedDevices,
    members,
)
from tailcli.access.ssh import LoginName, OtherLogins, OwnLocalpart
from tailcli.access.traffic import place
from tailcli.compare.subtract import difference
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Lane
from tailcli.diff.renames import unify
from tailcli.diff.sides import compile_sides
from tailcli.diff.ssh_rows import ssh_cells
from tailcli.policy.addresses import format_address
from tests.compare.stand_ins import destination_bit, source_bit
from tests.oracle.meaning import probes
from tests.oracle.postures import ensures, spelled
from tests.oracle.reach import reach_table
from tests.oracle.real import plain, renamed
from tests.oracle.symbolic import symbolic_world
from tests.oracle.tables import capability_table, ssh_table
from tests.oracle.world import Address, Device, Person, Service

from .oracle_pairs import decision, kind, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tailcli.access.atoms import Atom
    from tailcli.access.compile import Box
    from tailcli.access.naming import Party
    from tailcli.access.ssh import LoginClass
    from tailcli.access.universe import Universe
    from tailcli.compare.subtract import Piece
    from tailcli.diff.model import AccessDiff, Row
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import Policy
    from tests.oracle.lanes import SshAnswer
    from tests.oracle.world import Thing, World

Json = dict[str, Any]
Pairs = set[tuple[int, int]]
Named = set[tuple[int, int, str]]
"""Pairs of the engine's classes, and an application or an account."""
Flow = tuple[int, int, frozenset[str]]
Ways = frozenset[frozenset[str]]
Flows = dict[tuple[int, int], Ways]
"""The alternatives by protocol and port."""


UNNAMED = "an-unnamed-account"
BY_LOCAL_PART = "(the local part of the source's login)"


class Case(NamedTuple):
    """Two consecutive versions: read by the tool, and plainly."""

    old: Policy
    new: Policy
    found: AccessDiff
    sides: Sides
    plain: tuple[Json, Json]
    world: World

    def towards(self, change: Change) -> tuple[Json, Json]:
        """Both policies, the one that has what was gained, or lost, at the end."""
        old, new = self.plain
        return (old, new) if change is Change.GAINED else (new, old)


class Cell(NamedTuple):
    """A source, a destination and an address family."""

    src: str
    dst: str
    family: int


def case(old: Policy, new: Policy) -> Case:
    """Everything that is asked about two versions."""
    found = compare_policies(old, new)
    before, after = (plain(policy.document.source.text) for policy in (old, new))
    for was, now in renames(found):
        before = renamed(before, was, now)
    sides = compile_sides(unify(old, new).old, new, None)
    world = world_of(before, after, sides.new.access.universe)
    return Case(old, new, found, sides, (before, after), world)


def renames(found: AccessDiff) -> list[tuple[str, str]]:
    """The names that the diff takes for the same name in another spelling."""
    causes = dict.fromkeys([*(row.cause for row in found.rows), *found.idle_causes])
    texts = [cause.text for cause in causes if cause is not None and " renamed to " in cause.text]
    return [(text.partition(" renamed to ")[0], text.partition(" renamed to ")[2]) for text in texts]


def world_of(old: Json, new: Json, universe: Universe) -> World:
    """The world of both, with stand-ins for the classes that the engine alone tells apart: it counts them."""
    world = symbolic_world(old, new)
    known = {thing.name for thing in (*world.sources, *world.destinations)}
    found = [thing for atom in universe.atoms for thing in _things(atom) if thing.name not in known]
    sources = [thing for thing in found if not isinstance(thing, Service)]
    strangers = seconds([*world.sources, *found], known)
    return world._replace(
        sources=(*world.sources, *sources), destinations=(*world.destinations, *found, *strangers)
    )


def _things(atom: Atom) -> Iterator[Thing]:
    match atom:
        case People(logins):
            yield from (_device(Person(login, complete=False)) for login in logins)
        case RoleHolders(role):
            yield _device(Person(f"someone with autogroup:{role}", role=role, complete=False))
        case SyncedMembers(group):
            login = f"a member of {group}".replace("@", " at ")
            yield _device(Person(login, synced=(group,), complete=False))
        case OtherMembers(domain) if domain is not None:
            yield _device(Person(f"another-member@{domain}"))
        case TaggedDevices(tag):
            yield Device(tag, tags=(tag,))
        case Services(name):
            yield Service(name)
        case Addresses(version, ranges):
            yield Address(format_address(version, ranges[0][0]))
        case _:
            pass


def _device(person: Person) -> Device:
    return Device(person.login, person)


class Bits:
    """The engine's class of each stand-in."""

    def __init__(self, world: World, universe: Universe) -> None:
        self.sources = {thing.name: source_bit(thing, universe) for thing in world.sources}
        nobody = Address("0.0.0.0")
        self._destinations = {
            thing.name: destination_bit(nobody, thing, universe) for thing in world.destinations
        }
        self._people = {thing.name for thing in world.sources if isinstance(thing, Device) and thing.owner}

    def pair(self, src: str, dst: str) -> tuple[int, int]:
        """The classes of a source and a destination; a person's own devices are a class of their own."""
        own = src == dst and src in self._people
        return self.sources[src], 1 if own else self._destinations[dst]


def given_by(pieces: Iterable[Piece], world: World, bits: Bits) -> dict[Cell, Flows]:
    """What pieces of the engine's difference hold, between stand-ins."""
    found: dict[Cell, Flows] = {}
    known: dict[tuple[int, ...], Flows] = {}
    listed = list(pieces)
    for src in world.sources if listed else ():
        near = [(n, one) for n, one in enumerate(listed) if one.sources & bits.sources[src.name]]
        for dst in world.destinations if near else ():
            there = bits.pair(src.name, dst.name)[1]
            hits = [(n, one) for n, one in near if one.destinations & there]
            for family in (4, 6) if hits else ():
                if not _speaks(src, family) or not _speaks(dst, family):
                    continue
                key = (family, *(n for n, _ in hits))
                if key not in known:
                    known[key] = _flows([one for _, one in hits], family, world)
                if known[key]:
                    found[Cell(src.name, dst.name, family)] = known[key]
    return found


def _flows(pieces: list[Piece], family: int, world: World) -> Flows:
    found: Flows = {}
    for proto in world.protocols:
        for port in world.ports:
            at = place(family, proto, port)
            ways = {_texts(one) for one in pieces if any(a <= at < b for a, b in one.rights)}
            if ways:
                found[proto, port] = loosest(ways)
    return found


def _texts(piece: Piece) -> frozenset[str]:
    return frozenset(f"via:{one.text}" if one.kind == "via" else one.text for one in piece.alternative)


def _speaks(thing: Thing, family: int) -> bool:
    return not isinstance(thing, Address) or thing.family == family


def network_by_the_engine(one: Case, bits: Bits, change: Change) -> dict[Cell, Flows]:
    """What the diff finds gained, or lost, of the network."""
    return given_by(_pieces(one, lambda version: version.access.network, change), one.world, bits)


def applications_by_the_engine(one: Case, change: Change) -> Named:
    """Classes between which the diff finds that an application permits more, or less."""
    access = one.sides.new.access
    return {
        (*pair, access.permissions[number].capability)
        for piece in _pieces(one, lambda version: version.access.application, change)
        for first, end in piece.rights
        for number in range(first, end)
        for pair in _class_pairs(piece.sources, piece.destinations, access.universe)
    }


def _pieces(one: Case, boxes: Callable[[Version], Iterable[Box]], change: Change) -> list[Piece]:
    having, other = (
        (one.sides.new, one.sides.old) if change is Change.GAINED else (one.sides.old, one.sides.new)
    )
    kept = one.sides.kept[1 if change is Change.GAINED else 0]
    fresh = [box for box in boxes(having) if box.rule not in kept]
    return difference(fresh, boxes(other), having.access.universe.singles)


def ssh_by_the_engine(one: Case) -> dict[Change, Named]:
    """Classes between which the diff finds that a login begins, ceases or ends otherwise, and the account."""
    old, new = one.sides.old.ssh, one.sides.new.ssh
    universe = one.sides.new.access.universe
    names = [_account(login) for login in new.logins]
    found: dict[Change, Named] = {change: set() for change in Change}
    for cell in ssh_cells(old.boxes, new.boxes, universe.singles):
        pairs = _class_pairs(cell.sources, cell.destinations, universe)
        found[kind(cell.before, cell.after)] |= {(*p, names[number]) for p in pairs for number in cell.logins}
    return found


def _account(login: LoginClass) -> str:
    match login:
        case LoginName(name):
            return name
        case OwnLocalpart():
            return BY_LOCAL_PART
        case OtherLogins():
            return UNNAMED


def _class_pairs(sources: int, destinations: int, universe: Universe) -> Pairs:
    """The pairs of classes of an area; of one person's own class only ``OwnDevices`` speaks."""
    return {
        (1 << src, 1 << dst)
        for src in members(sources)
        for dst in members(destinations)
        if src != dst or not universe.singles >> src & 1
    }


def network_by_the_oracle(before: Json, after: Json, world: World) -> dict[Cell, Flows]:
    """What the plain evaluator allows under the one policy and not under the other."""
    was, now = reach_table(before, world), reach_table(after, world)
    known: dict[tuple[int, int], Flows] = {}
    found = {}
    for pair, flows in now.items():
        earlier = was.get(pair, frozenset())
        key = id(flows), id(earlier)
        if key not in known:
            known[key] = _gained(earlier, flows)
        if known[key]:
            found[Cell(*pair)] = known[key]
    return found


def _gained(before: Iterable[Flow], after: Iterable[Flow]) -> Flows:
    was, now = _by_port(before), _by_port(after)
    fresh = {key: _fresh(ways, was.get(key, frozenset())) for key, ways in now.items()}
    return {key: ways for key, ways in fresh.items() if ways}


def _by_port(flows: Iterable[Flow]) -> dict[tuple[int, int], set[frozenset[str]]]:
    found: dict[tuple[int, int], set[frozenset[str]]] = {}
    for proto, port, way in flows:
        found.setdefault((proto, port), set()).add(way)
    return found


def _fresh(after: Iterable[frozenset[str]], before: Iterable[frozenset[str]]) -> Ways:
    """The alternatives that ask for something other than one of those before does."""
    return loosest(way for way in after if not any(ensures(way, kept) for kept in before))


def loosest(ways: Iterable[frozenset[str]]) -> Ways:
    """Without the alternatives that another one makes needless, by meaning; each in one spelling."""
    kept: list[frozenset[str]] = []
    for way in ways:
        if not any(ensures(way, other) for other in kept):
            kept = [*(other for other in kept if not ensures(other, way)), way]
    return frozenset(frozenset(map(spelled, way)) for way in kept)


def applications_by_the_oracle(before: Json, after: Json, world: World, bits: Bits) -> Named:
    """Between which classes an application permits what it did not, by meaning; companions are left out."""
    asked = probes((before, after))
    was, now = (capability_table(policy, world, asked) for policy in (before, after))
    return {
        (*bits.pair(*pair), name)
        for pair, permitted in now.items()
        for (name, point), ways in permitted.items()
        if _fresh(ways, was.get(pair, {}).get((name, point), frozenset()))
    }


def ssh_by_the_oracle(one: Case, bits: Bits) -> dict[Change, Named]:
    """Between which classes a login begins, ceases or ends in another way, and the account.

    An account that has the name of the source's own local part may be meant by that as well.
    """
    was, now = (ssh_table(policy, one.world) for policy in one.plain)
    found: dict[Change, Named] = {change: set() for change in Change}
    for pair in was.keys() | now.keys():
        before, after = was.get(pair, NO_LOGIN), now.get(pair, NO_LOGIN)
        for login in before.keys() | after.keys() if before is not after else ():
            old, new = decision(before.get(login, ())), decision(after.get(login, ()))
            if old != new:
                found[kind(old, new)].add((*bits.pair(*pair), login))
    return found


NO_LOGIN: dict[str, tuple[SshAnswer, ...]] = {}


def pairs_of(found: Iterable[tuple[int, int, str]]) -> Pairs:
    """The pairs of classes, whatever changed between them."""
    return {(src, dst) for src, dst, _ in found}


def told(found: AccessDiff, lane: Lane, *changes: Change) -> int:
    """How many pairs the rows of a lane stand for."""
    return sum(row.pairs for row in found.rows if row.lane is lane and (row.one_way or row.change) in changes)


def mirrored(rows: Iterable[Row], change: Change) -> Counter[tuple[object, ...]]:
    """What is gained, or lost, in whatever order a row names its parts and whichever row counts a pair."""
    return Counter(
        (row.lane, _ends(row.sources), _ends(row.destinations), frozenset(row.rights))
        for row in rows
        if row.change is change and row.lane is not Lane.SETTINGS
    )


def _ends(parties: Iterable[Party]) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset((party.text, frozenset(party.exceptions)) for party in parties)
