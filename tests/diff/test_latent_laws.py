"""Latent access against the plain evaluator: who could do what by a further step, worked out step by step."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tailcli.access.atoms import members
from tailcli.access.ssh import LoginName, OtherLogins
from tailcli.diff.causes import Causes
from tailcli.diff.compute import compare_policies
from tailcli.diff.latent_rows import latent_steps
from tailcli.diff.model import Change, Lane
from tailcli.diff.sides import compile_sides
from tests.compare.stand_ins import read
from tests.oracle.meaning import probes
from tests.oracle.reach import reach_table
from tests.oracle.selectors import is_device
from tests.oracle.tables import capability_table, ssh_table
from tests.oracle.world import Device

from .corpus_laws import Bits
from .oracle_pairs import world_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import AccessDiff, Row
    from tailcli.diff.sides import Sides
    from tests.oracle.world import World

Json: TypeAlias = dict[str, Any]
Fact: TypeAlias = tuple[str, str, Lane, object]
"""Who, where, what kind of access and which right."""

TAGS = ("tag:web", "tag:db", "tag:ops")
PEOPLE = ("ada@example.com", "ben@example.com", "group:dev")
UNNAMED = "an-unnamed-account"
SECRETS = "tailscale.com/cap/secrets"
KUBERNETES = "tailscale.com/cap/kubernetes"
some = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def few(names: tuple[str, ...], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=2, unique=True)


@st.composite
def grants(draw: st.DrawFn) -> Json:
    grant: Json = {"src": draw(few((*PEOPLE, *TAGS))), "dst": draw(few(TAGS))}
    if draw(st.booleans()):
        return grant | {"ip": draw(few(("tcp:22", "tcp:22", "tcp:443")))}
    secrets = {"action": draw(few(("get", "put"))), "secret": draw(few(("prod/*", "prod/a", "dev/*")))}
    impersonated = {"impersonate": {"groups": draw(few(("system:masters", "readers")))}}
    return grant | {"app": draw(st.sampled_from([{SECRETS: [secrets]}, {KUBERNETES: [impersonated]}]))}


@st.composite
def logins(draw: st.DrawFn) -> Json:
    users = draw(few(("root", "deploy", "autogroup:nonroot")))
    ends = {"src": draw(few((*PEOPLE, *TAGS, *TAGS))), "dst": draw(few(TAGS))}
    return {"action": draw(st.sampled_from(["accept", "check"])), **ends, "users": users}


@st.composite
def policies(draw: st.DrawFn) -> Json:
    return {
        "groups": {"group:dev": draw(few(PEOPLE[:2], 0))},
        "tagOwners": {tag: draw(few((*PEOPLE, *TAGS), 0)) for tag in TAGS},
        "grants": draw(st.lists(grants(), min_size=1, max_size=5)),
        "ssh": draw(st.lists(logins(), max_size=4)),
    }


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Json, Json]:
    """Two policies that have most of their sections in common."""
    old, other = draw(policies()), draw(policies())
    taken = draw(st.lists(st.sampled_from(sorted(old)), min_size=1, max_size=2))
    return old, {key: (other if key in taken else old)[key] for key in old}


class Plainly:
    """What one policy gives, plainly: what anybody has, and could have by steps that lead to a tag."""

    def __init__(self, policy: Json, world: World, asked: tuple[str, ...]) -> None:
        self._policy, self._world = policy, world
        with_port = {
            (pair.src, pair.dst)
            for pair, flows in reach_table(policy, world).items()
            if any(flow[:2] == (6, 22) for flow in flows)
        }
        self.logins = {
            (*pair, Lane.SSH, login)
            for pair, found in ssh_table(policy, world).items()
            for login in found
            if pair in with_port
        }
        self.has: set[Fact] = {
            (*pair, Lane.APPLICATION, key)
            for pair, permitted in capability_table(policy, world, asked).items()
            for key in permitted
        } | self.logins

    def could(self) -> set[Fact]:
        """What somebody could do as a device of a tag that they can get at in some steps."""
        return {
            (who, where, lane, right)
            for src, where, lane, right in self.has
            if src in TAGS
            for who in self._acting(src)
        }

    def _acting(self, tag: str) -> set[str]:
        found, pending = set[str](), [tag]
        for reached in pending:
            fresh = {*self._steps(reached)} - found - {tag}
            found |= fresh
            pending += sorted(fresh & {*TAGS})
        return found

    def _steps(self, tag: str) -> Iterator[str]:
        yield from (src for src, dst, _, _ in self.logins if dst == tag)
        for thing in self._world.sources:
            owners = self._policy["tagOwners"][tag]
            if isinstance(thing, Device) and any(
                is_device(self._policy, self._world, one, thing) for one in owners
            ):
                yield thing.name


def expected(before: Json, after: Json, world: World) -> set[Fact]:
    asked = probes((before, after))
    was, now = (Plainly(policy, world, asked) for policy in (before, after))
    return now.could() - now.has - was.has - was.could()


def told(sides: Sides, change: Change) -> Iterator[tuple[int, int, Lane, int]]:
    for found, step in latent_steps(sides, Causes(sides)):
        for piece in step.draft.pieces if found is change else ():
            for src in members(piece.sources):
                for dst in members(piece.destinations):
                    for first, end in piece.rights:
                        yield from ((1 << src, 1 << dst, step.lane, n) for n in range(first, end))


def of_logins(sides: Sides, change: Change) -> set[tuple[int, int, str]]:
    names = [
        login.name if isinstance(login, LoginName) else UNNAMED
        for login in sides.new.ssh.logins
        if isinstance(login, LoginName | OtherLogins)
    ]
    return {(src, dst, names[n]) for src, dst, lane, n in told(sides, change) if lane is Lane.SSH}


def of_applications(sides: Sides, change: Change) -> set[tuple[int, int, str]]:
    granted = sides.new.access.permissions
    return {
        (src, dst, granted[n].capability)
        for src, dst, lane, n in told(sides, change)
        if lane is Lane.APPLICATION
    }


@some
@given(pairs())
def test_it_is_what_the_steps_lead_to(pair: tuple[Json, Json]) -> None:
    old, new = pair
    sides = compile_sides(read(old), read(new), None)
    world = world_of(old, new)
    world = world._replace(ports=tuple(sorted({*world.ports, 22})))
    bits = Bits(world, sides.new.access.universe)
    for change, before, after in ((Change.GAINED, old, new), (Change.LOST, new, old)):
        facts = [
            (*bits.pair(src, dst), lane, right) for src, dst, lane, right in expected(before, after, world)
        ]
        named = {login.name for login in sides.new.ssh.logins if isinstance(login, LoginName)} | {UNNAMED}
        assert of_logins(sides, change) == {
            (src, dst, right) for src, dst, lane, right in facts if lane is Lane.SSH and right in named
        }
        assert of_applications(sides, change) == {
            (src, dst, right[0])
            for src, dst, lane, right in facts
            if lane is Lane.APPLICATION and isinstance(right, tuple)
        }


@some
@given(pairs())
def test_the_other_way_round_it_is_the_mirror(pair: tuple[Json, Json]) -> None:
    there, back = (compare_policies(read(old), read(new)) for old, new in (pair, pair[::-1]))
    assert mirror_key(there, Change.GAINED) == mirror_key(back, Change.LOST)
    assert mirror_key(there, Change.LOST) == mirror_key(back, Change.GAINED)


def mirror_key(found: AccessDiff, change: Change) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            row.leads_to,
            row.sources,
            row.destinations,
            _words(row),
            row.after or row.before,
            row.pairs,
        )
        for row in found.rows
        if row.lane is Lane.LATENT and row.change is change
    )


def _words(row: Row) -> frozenset[str]:
    """The rights in no order: permissions are told in that of the older version."""
    return frozenset(" ".join(row.rights).replace(",", "").split(" "))
