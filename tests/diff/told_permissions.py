"""What the rows of the application lane say, read back from their words alone, as a reader would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.diff.model import Change, Lane
from tests.oracle.lanes import takes_capability
from tests.oracle.meaning import DOMAIN, probes
from tests.oracle.postures import ensures
from tests.oracle.rules import rules
from tests.oracle.selectors import is_source
from tests.oracle.tables import capability_table
from tests.oracle.world import Address, Device

from .corpus_laws import loosest
from .permission_words import Permitted, permitted, settings_of, settings_said
from .shown_rows import shown
from .told_ends import OWN, destinations, sources
from .told_logins import labelled
from .told_rows import ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracle.world import World

    from .corpus_laws import Case, Ways
    from .permission_words import Point, Settings
    from .shown_rows import Shown

Json = dict[str, Any]
Pair = tuple[str, str]
Granted = dict["Point", "Ways"]
"""The alternatives by what is permitted."""
Table = dict[Pair, Granted]

KUBERNETES = f"{DOMAIN}kubernetes"
USE = "kubernetes"
BESIDES = re.compile(r"except what (.+) of the (old|new) version (?:already allowed|still allows?)")


Filling = dict[Pair, dict["Point", set[frozenset[str]]]]


class Said(NamedTuple):
    """What all rows say together: all of it, what makes their words true, and what goes without saying."""

    granted: Table
    meant: Table
    beside: Table


class Told(NamedTuple):
    """What one row says: between which pairs, what on which terms, and what of it it leaves out."""

    shown: Shown
    pairs: set[Pair]
    permitted: Permitted
    besides: Table
    own: bool

    @property
    def is_of_settings(self) -> bool:
        """Whether it tells of the terms on which Kubernetes is used, and of nothing else."""
        return self.shown.what == USE


def told(one: Case, *, expand: bool = True) -> list[Told]:
    """What the rows say of permissions, each in the words of the version that has them."""
    asked = probes(one.plain)
    return [_told(row, one, asked) for row in shown(one.found, Lane.APPLICATION, expand=expand)]


def _told(row: Shown, one: Case, asked: tuple[str, ...]) -> Told:
    own = any(party.text == OWN for party in row.destinations)
    found = Permitted(set(), set(), set()) if row.what == USE else permitted(row.what, asked)
    pairs = _pairs(row, one.plain[row.change is not Change.LOST], one.world, own=own)
    return Told(row, pairs, found, _besides(row, one, asked), own)


def _pairs(row: Shown, policy: Json, world: World, *, own: bool) -> set[Pair]:
    people = people_of(world)
    found = set()
    for family in (4, 6):
        who = sources(row.sources, policy, world, family)
        where = destinations(row.destinations, policy, world, family, takes_capability)
        found |= {(src, dst) for src in who for dst in where}
        found |= {(src, src) for src in who & people if own}
    return found


def people_of(world: World) -> set[str]:
    """The stand-ins that have devices of their own."""
    return {thing.name for thing in world.sources if isinstance(thing, Device) and thing.owner}


def _besides(row: Shown, one: Case, asked: tuple[str, ...]) -> Table:
    """What the rules give of which a row says that it leaves them out."""
    for note in row.notes:
        found = BESIDES.fullmatch(note)
        if found is not None:
            policy = one.plain[found[2] == "new"]
            named, more = labelled(found[1], "grants")
            given = policy["grants"] if more else [policy["grants"][number] for number in named]
            return capability_table({**policy, "acls": [], "grants": given}, one.world, asked)
    return {}


def said(rows: Iterable[Told], change: Change) -> Said:
    """What rows say is gained, or lost."""
    found: tuple[Filling, ...] = ({}, {}, {})
    for row in rows:
        if row.shown.change in (change, Change.CHANGED) and not row.is_of_settings:
            terms = ways(row.shown.after if change is Change.GAINED else row.shown.before)
            for pair in row.pairs:
                there = row.besides.get(pair, NOTHING)
                for into, points in zip(found, row.permitted, strict=True):
                    for point in points:
                        left = _left(terms, there.get(point, frozenset()))
                        into.setdefault(pair, {}).setdefault(point, set()).update(left)
    return Said(*map(_loosest, found))


def _left(terms: Ways, others: Ways) -> set[frozenset[str]]:
    return {way for way in terms if not any(ensures(way, other) for other in others)}


def _loosest(table: Filling) -> Table:
    return {
        pair: {point: loosest(each) for point, each in granted.items() if each}
        for pair, granted in table.items()
    }


def tables(one: Case) -> tuple[Table, Table]:
    """What each version permits, as the plain evaluator finds."""
    asked = probes(one.plain)
    was, now = (capability_table(policy, one.world, asked) for policy in one.plain)
    return was, now


def expected(was: Table, now: Table) -> Table:
    """What one version permits and the other does not."""
    known: dict[tuple[int, int], Granted] = {}
    found = {}
    for pair, granted in now.items():
        earlier = was.get(pair, NOTHING)
        key = id(granted), id(earlier)
        if key not in known:
            fresh = {point: _left(each, earlier.get(point, frozenset())) for point, each in granted.items()}
            known[key] = {point: loosest(each) for point, each in fresh.items() if each}
        if known[key]:
            found[pair] = known[key]
    return found


NOTHING: Granted = {}


def of_one_family(one: Case) -> dict[str, Address]:
    """The bare addresses by name, where a selector takes in all devices in one address family alone.

    Permissions do not say of which family they are: whom a range of IPv6 lets in has them on "everything".
    """
    device = Device("tag:another-than-these", tags=("tag:another-than-these",))
    picks = (
        [is_source(policy, one.world, text, device, family) for family in (4, 6)]
        for policy in one.plain
        for rule in rules(policy)
        for text in (*rule.src, *(text for text, _ in rule.dst))
        if rule.app
    )
    is_so = any(v4 != v6 for v4, v6 in picks)
    every = (*one.world.sources, *one.world.destinations)
    return {thing.name: thing for thing in every if is_so and isinstance(thing, Address)}


def settings_told(rows: Iterable[Told]) -> Iterator[tuple[Pair, tuple[Settings, Settings]]]:
    """The settings of Kubernetes before and after, as rows say them, between each two ends."""
    for row in rows:
        if row.is_of_settings:
            both = settings_said(row.shown.before)[0], settings_said(row.shown.after)[0]
            yield from ((pair, both) for pair in row.pairs)


def settings_in(table: Table, pair: Pair) -> Settings:
    """The settings of Kubernetes between two ends."""
    return settings_of(point for name, point in table.get(pair, NOTHING) if name == KUBERNETES)


STILL = re.compile(r"(?:already|still) allowed, but (.+)")


def false_claims(one: Case) -> list[tuple[Pair, Point, str]]:
    """What rows say of the other version beside what changed, where the evaluator finds it otherwise."""
    was, now = tables(one)
    return [
        (pair, point, text)
        for row in told(one)
        if row.shown.change is not Change.CHANGED
        for other in [was if row.shown.change is Change.GAINED else now]
        for text in _claims(row.shown)
        for pair in row.pairs
        for point in row.permitted.meant
        if not _gives(other.get(pair, NOTHING).get(point, frozenset()), ways(text))
    ]


def _claims(row: Shown) -> Iterator[str]:
    """On what conditions, as a row says, the other version gives all that the row tells of."""
    other = row.before if row.change is Change.GAINED else row.after
    yield from (text for text in (other,) if text)
    yield from (found[1] for note in row.notes if (found := STILL.fullmatch(note)))


def _gives(given: Ways, terms: Ways) -> bool:
    return all(any(ensures(way, one) for one in given) for way in terms)
