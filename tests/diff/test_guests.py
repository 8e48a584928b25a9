"""Users of other tailnets: who is told to be one is no member, and where nobody tells no proof is claimed."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.atoms import People, every, members
from tailcli.access.compile import compile_together
from tailcli.access.inventory import Device, Inventory, User
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change, Lane, Verdict
from tailcli.diff.possible_guests import guest_changes
from tailcli.diff.sides import compile_sides
from tests.compare.stand_ins import reached, read
from tests.compare.test_against_oracle import by_the_oracle
from tests.compare.test_against_oracle import gained as gained_cells
from tests.oracle.edits import pairs
from tests.oracle.meaning import probes
from tests.oracle.reach import ssh_reach
from tests.oracle.symbolic import symbolic_world
from tests.oracle.tables import capability_table
from tests.oracle.vocabulary import LOGINS, policies
from tests.oracle.world import Device as StandIn
from tests.oracle.world import Thing, World

from .oracle_pairs import application_pairs, decision, network_pairs, ssh_pairs, world_of
from .test_laws import MIRRORED, counted, mirror_key, some

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]
GUEST = "guest@other.com"
guests = st.sets(st.sampled_from(LOGINS), max_size=3).map(lambda found: tuple(sorted(found)))


def told(logins: Iterable[str]) -> Inventory:
    """An inventory that tells who is a guest, and nothing else."""
    return Inventory(users=tuple(User(login, shared=True) for login in logins))


def diff(pair: tuple[Json, Json], known: Inventory | None = None) -> AccessDiff:
    return compare_policies(read(pair[0]), read(pair[1]), inventory=known)


def with_guests(world: World, logins: Iterable[str]) -> World:
    """The world with some people of other tailnets: sources alone, who reaches them is decided there."""
    found = set(logins)

    def turned(thing: Thing) -> Thing:
        if isinstance(thing, StandIn) and thing.owner is not None and thing.owner.login in found:
            return thing._replace(owner=thing.owner._replace(shared=True))
        return thing

    return world._replace(
        sources=tuple(map(turned, world.sources)),
        destinations=tuple(one for one in world.destinations if turned(one) == one),
    )


@st.composite
def beside_members(draw: st.DrawFn) -> tuple[Json, Json]:
    """A policy, and the same with one more login in a rule; beside all members, more often than not."""
    old = draw(policies().filter(lambda policy: any(policy.get(key) for key in ("acls", "grants", "ssh"))))
    places = [(key, n) for key in ("acls", "grants", "ssh") for n in range(len(old.get(key, [])))]
    for key, n in places:
        if draw(st.booleans()):
            old[key][n]["src"] = [
                *old[key][n]["src"],
                draw(st.sampled_from(("autogroup:member", "group:eng"))),
            ]
    key, n = draw(st.sampled_from(places))
    new = deepcopy(old)
    new[key][n]["src"].append(draw(st.sampled_from(LOGINS)))
    return (old, new) if draw(st.booleans()) else (new, old)


@some
@given(policies(), guests)
def test_boxes_hold_what_the_rules_allow_to_guests(policy: Json, logins: tuple[str, ...]) -> None:
    world = with_guests(symbolic_world(policy, policy), logins)
    (access,) = compile_together([read(policy)], inventory=told(logins))
    everywhere = world._replace(destinations=symbolic_world(policy, policy).destinations)
    assert reached(access.network, access, everywhere) == by_the_oracle(policy, world)


@some
@given(pairs(), guests)
def test_the_pairs_are_those_of_the_plain_evaluator(pair: tuple[Json, Json], logins: tuple[str, ...]) -> None:
    rows = diff(pair, told(logins)).rows
    universe = compile_together([read(one) for one in pair], inventory=told(logins))[0].universe
    world = with_guests(world_of(*pair), logins)
    gained = (Change.GAINED, Change.CHANGED)
    assert counted(rows, Lane.NETWORK, *gained) == len(network_pairs(*pair, world, universe))
    assert counted(rows, Lane.APPLICATION, *gained) == len(application_pairs(*pair, world, universe))
    logged_in = ssh_pairs(*pair, world, universe)
    assert {change: counted(rows, Lane.SSH, change) for change in Change} == {
        change: len(found) for change, found in logged_in.items()
    }


@some
@given(pairs(), guests)
def test_the_other_way_round_is_the_mirror(pair: tuple[Json, Json], logins: tuple[str, ...]) -> None:
    there, back = diff(pair, told(logins)), diff((pair[1], pair[0]), told(logins))
    assert back.verdict is MIRRORED.get(there.verdict, there.verdict)
    assert mirror_key(there.rows, Change.GAINED) == mirror_key(back.rows, Change.LOST)
    assert there.depends == back.depends


@some
@given(policies(), guests)
def test_nothing_differs_from_itself(policy: Json, logins: tuple[str, ...]) -> None:
    found = diff((policy, policy), told(logins))
    assert (found.verdict, found.rows, found.is_certain) == (Verdict.IDENTICAL, (), True)


@some
@given(pairs() | beside_members())
def test_a_proof_holds_whoever_is_a_guest(pair: tuple[Json, Json]) -> None:
    """What is the same by proof is the same in every world in which some of the named people are guests."""
    found = diff(pair)
    if found.depends or any(row.lane in ACCESS_LANES for row in found.rows):
        return
    named = [login for login in LOGINS if login in json.dumps(pair)]
    for logins in ([one] for one in named) if len(named) > 4 else _subsets(named):
        told_rows = diff(pair, told(logins)).rows
        assert not [row for row in told_rows if row.lane in ACCESS_LANES], logins


def _subsets(logins: list[str]) -> list[list[str]]:
    picks = product((False, True), repeat=len(logins))
    return [[one for one, is_in in zip(logins, pick, strict=True) if is_in] for pick in picks]


@some
@given(pairs() | beside_members())
def test_who_makes_a_difference_as_a_guest_is_found(pair: tuple[Json, Json]) -> None:
    sides = compile_sides(read(pair[0]), read(pair[1]), None)
    atoms = sides.new.access.universe.atoms
    found = (atoms[number] for number in members(every(guest_changes(sides, None).values())))
    logins = {login for atom in found if isinstance(atom, People) for login in atom.logins}
    world = symbolic_world(*pair)
    assert logins == {login for login in LOGINS if only_as_a_guest(login, pair, world)}


def only_as_a_guest(login: str, pair: tuple[Json, Json], world: World) -> bool:
    """Whether somebody gains or loses as a guest what they do not as a member, nor all guests do."""
    (stranger,) = (one for one in world.sources if one.name == "someone shared in")
    here = world._replace(sources=tuple(one for one in world.sources if one.name == login))
    as_member = changes(*pair, here)
    as_guest = changes(*pair, with_guests(here, [login]))
    as_any = changes(*pair, here._replace(sources=(stranger._replace(name=login),)))
    return any(guest - member - any_ for guest, member, any_ in zip(as_guest, as_member, as_any, strict=True))


def changes(old: Json, new: Json, world: World) -> list[set[object]]:
    """What is gained and lost over the network and in applications, and which logins end otherwise."""
    flows = [by_the_oracle(policy, world) for policy in (old, new)]
    asked = probes((old, new))
    permitted = [
        {
            (pair, key): ways
            for pair, keys in capability_table(policy, world, asked).items()
            for key, ways in keys.items()
        }
        for policy in (old, new)
    ]
    decided = [{key: decision(v) for key, v in ssh_reach(policy, world).items()} for policy in (old, new)]
    return [
        *(set(gained_cells(*both)) for lane in (flows, permitted) for both in (lane, lane[::-1])),
        {key for key in decided[0].keys() | decided[1].keys() if decided[0].get(key) != decided[1].get(key)},
    ]


X = {"tagOwners": {"tag:x": []}}
ON_X: Json = {"dst": ["tag:x"], "ip": ["*"]}
LOG_IN: Json = {"action": "accept", "dst": ["tag:x"], "users": ["root"]}
DEVICES = (
    Device("lap", ("100.64.0.1",), user="a@us.com"),
    Device("x", ("100.64.0.2",), tags=("tag:x",)),
    Device("g", ("100.64.0.3",), user=GUEST, external=True),
)


def policy(*sources: str, **more: Json) -> Json:
    """A policy that gives some people everything on a tag, over the network and by SSH."""
    return X | {"grants": [ON_X | {"src": list(sources)}], "ssh": [LOG_IN | {"src": list(sources)}]} | more


MEMBERS = policy("autogroup:member")
BOTH = policy("autogroup:member", GUEST)
GROUP = policy("autogroup:member", "group:out", groups={"group:out": [GUEST]})
DOMAIN = policy("user:*@other.com")
OF_DOMAIN = policy("user:*@other.com", GUEST)
EMPTY = policy("autogroup:member", "group:out", groups={"group:out": []})


@pytest.mark.parametrize("pair", [(MEMBERS, BOTH), (EMPTY, GROUP), (DOMAIN, OF_DOMAIN)])
def test_where_nobody_tells_of_a_guest_no_proof_is_claimed(pair: tuple[Json, Json]) -> None:
    for both in (pair, pair[::-1]):
        found = diff(both)
        assert (found.verdict, found.rows, found.is_certain) == (Verdict.OTHER, (), False)
        assert found.depends == (f"whether {GUEST} is a member of the tailnet",)
        assert found.idle_causes
        assert all(
            f"something {'' if both is pair else 'away '}only if {GUEST} is a guest" in cause.text
            for cause in found.idle_causes
        )


@pytest.mark.parametrize(
    "known",
    [
        Inventory(devices=DEVICES),
        Inventory(users=(User(GUEST, shared=True),)),
    ],
)
@pytest.mark.parametrize("pair", [(MEMBERS, BOTH), (EMPTY, GROUP), (DOMAIN, OF_DOMAIN)])
def test_who_is_told_to_be_a_guest_gains(pair: tuple[Json, Json], known: Inventory) -> None:
    found = diff(pair, known)
    assert (found.verdict, found.is_certain, found.depends) == (Verdict.WIDER, True, ())
    assert [[login for party in row.sources for login in party.logins] for row in found.rows] == [[GUEST]] * 2


@pytest.mark.parametrize(
    "known",
    [
        Inventory(devices=(*DEVICES, Device("own", ("100.64.0.4",), user=GUEST))),
        Inventory(devices=DEVICES, users=(User(GUEST),)),
        Inventory(roles={"auditor": (GUEST,)}),
    ],
)
def test_who_is_told_to_be_a_member_gains_nothing(known: Inventory) -> None:
    found = diff((MEMBERS, BOTH), known)
    assert (found.verdict, found.is_certain, found.depends) == (Verdict.IDENTICAL, True, ())


def test_what_depends_on_a_guest_beside_rows_is_said_too() -> None:
    found = diff((MEMBERS, policy("autogroup:member", "tag:x", GUEST)))
    assert (found.verdict, found.is_certain) == (Verdict.WIDER, False)
    assert f"NEW line 1: grants[0] also gives something new to {GUEST} if they are a guest" in found.notes


@pytest.mark.parametrize(
    "new",
    [
        policy("autogroup:member", "tag:x"),
        policy("group:out", groups={"group:out": [GUEST, "b@us.com"]}),
        MEMBERS | {"grants": [*MEMBERS["grants"], {"src": [GUEST], "dst": ["10.0.0.1"], "ip": ["22"]}]},
    ],
)
def test_what_has_nothing_to_do_with_members_is_told_as_ever(new: Json) -> None:
    old = policy(GUEST) if "groups" in new else MEMBERS
    assert diff((old, new)).depends == ()
