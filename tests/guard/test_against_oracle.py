"""Guardrails are broken exactly where a plain evaluator finds somebody who breaks them.

A guardrail is written as a policy of one rule, so the evaluator itself says of whom and what it speaks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailcli.access.permissions import SECRETS, read_permissions
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.guard.check import breaches
from tests.compare.stand_ins import read
from tests.diff.oracle_pairs import world_of
from tests.oracle.evaluate import PLAINLY
from tests.oracle.generate import policies
from tests.oracle.reach import capability_reach, reach_table, ssh_reach
from tests.oracle.vocabulary import CAPABILITIES, LOGINS, TAGS, some

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import World

Json = dict[str, Any]
Cell = tuple[str, str, str]
Given = dict[Cell, bool]
"""What is given, by source, destination and right: whether without any condition."""

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SOURCES = (*LOGINS, "group:eng", "autogroup:member", *TAGS)
NAMES = ("groups", "hosts", "ipsets", "tagOwners", "postures")
PROBES = ("prod/db", "prod/other", "dev/any", "elsewhere")


@st.composite
def guardrails(draw: st.DrawFn) -> Guardrail:
    """Sources, destinations and exceptions; what it speaks of is added by the test."""
    destinations = draw(some((*TAGS, "autogroup:self", "autogroup:member")))
    exceptions = draw(some(SOURCES, least=0, most=1))
    return Guardrail("g", tuple(draw(some(SOURCES))), tuple(destinations), (), exceptions=tuple(exceptions))


@st.composite
def policies_with_logins(draw: st.DrawFn) -> Json:
    """A policy with more SSH rules than usual, between those whom guardrails name, and often with port 22."""
    policy: Json = draw(policies())
    added = draw(st.lists(ssh_between(), max_size=3))
    return policy | {"ssh": [*policy.get("ssh", ()), *added], "grants": [*_grants(policy), *draw(WAYS)]}


def _grants(policy: Json) -> list[Json]:
    return list(policy.get("grants") or ())


WAYS = st.sampled_from([[], [{"src": ["*"], "dst": ["*"], "ip": ["22"]}]])
POSTURES = st.sampled_from([{}, {}, {"srcPosture": ["posture:mac"]}])


@st.composite
def ssh_between(draw: st.DrawFn) -> Json:
    """An SSH rule."""
    users = draw(some(("root", "alice", "autogroup:nonroot", "localpart:*@example.com")))
    ends = {"src": draw(some(SOURCES)), "dst": draw(some((*TAGS, "autogroup:self")))}
    return {"action": draw(st.sampled_from(["accept", "check"])), "users": users} | ends | draw(POSTURES)


@st.composite
def policies_with_applications(draw: st.DrawFn) -> Json:
    """A policy with more capabilities than usual, between those whom guardrails name."""
    policy: Json = draw(policies())
    return policy | {"grants": [*_grants(policy), *draw(st.lists(app_between(), max_size=3))]}


@st.composite
def app_between(draw: st.DrawFn) -> Json:
    """A grant of capabilities."""
    name, value = draw(st.sampled_from(CAPABILITIES))
    ends = {"src": draw(some(SOURCES)), "dst": draw(some((*TAGS, "autogroup:self")))}
    return {"app": {name: [value]}} | ends | draw(POSTURES)


def bare(policy: Json, **rules: object) -> Json:
    """The names of a policy with other rules."""
    return {name: policy[name] for name in NAMES if name in policy} | {"grants": []} | rules


@FEW
@given(policies_with_logins(), guardrails(), st.sampled_from([("root",), ("ubuntu",), ("alice",), ("*",)]))
def test_ssh(policy: Json, guardrail: Guardrail, logins: tuple[str, ...]) -> None:
    asked = guardrail._replace(logins=logins)
    users = ["root", "autogroup:nonroot"] if logins == ("*",) else list(logins)

    def written(sources: tuple[str, ...]) -> Json:
        rule = {"action": "accept", "src": list(sources), "dst": list(asked.destinations), "users": users}
        return bare(policy, ssh=[rule])

    world = world_of(policy, written(asked.sources))
    meant = set(_logins(written(asked.sources), world)) - set(_logins(written(asked.exceptions), world))
    got = _logins(policy, world)
    is_open = _open(policy, world) if meant and meant <= got.keys() else set()
    shut = {cell for cell in meant if cell[:2] not in is_open}
    _compare(policy, asked, meant, got, shut)


def _logins(policy: Json, world: World) -> Given:
    found = ssh_reach(policy, world)
    return {cell: any(PLAINLY in one.alternatives for one in rules) for cell, rules in found.items()}


def _open(policy: Json, world: World) -> set[tuple[str, str]]:
    """Who may send tcp:22 where, without any condition."""
    table = reach_table(policy, world)
    return {pair[:2] for pair, flows in table.items() if (6, 22, PLAINLY) in flows}


@FEW
@given(policies_with_applications(), guardrails(), st.sampled_from(CAPABILITIES))
def test_applications(policy: Json, guardrail: Guardrail, wanted: tuple[str, Json]) -> None:
    asked = guardrail._replace(permissions=_read(*wanted))

    def written(sources: tuple[str, ...]) -> Json:
        app = {wanted[0]: [wanted[1]]}
        return bare(policy, grants=[{"src": list(sources), "dst": list(asked.destinations), "app": app}])

    world = world_of(policy, written(asked.sources))
    meant = set(_points(written(asked.sources), world)) - set(_points(written(asked.exceptions), world))
    _compare(policy, asked, meant, _points(policy, world), set())


def _read(name: str, parameters: Json) -> tuple[Any, ...]:
    return tuple(one for one in read_permissions(name, [parameters]) if one.action or one.object)


def _points(policy: Json, world: World) -> Given:
    """Every single thing that somebody may do on something."""
    found: Given = {}
    for src, dst, name, text, alternatives in capability_reach(policy, world):
        for point in _meaning(name, json.loads(text)) if text else ():
            cell = src, dst, f"{name} {point}"
            found[cell] = found.get(cell, False) or PLAINLY in alternatives
    return found


def _meaning(name: str, value: Json) -> Iterator[str]:
    if name != SECRETS:
        yield json.dumps(value, sort_keys=True)
        return
    for glob in value["secret"]:
        hits = [one for one in PROBES if one == glob or (glob[-1] == "*" and one.startswith(glob[:-1]))]
        yield from (f"{action} {one}" for action in value["action"] for one in hits)


def _compare(policy: Json, asked: Guardrail, meant: set[Cell], got: Given, shut: set[Cell]) -> None:
    text = read(policy)
    is_given = any(cell in got for cell in meant)
    is_missing = any(not got.get(cell, False) for cell in meant) or bool(shut)
    forbidden = breaches(text, Guardrails(must_not_reach=(asked,)))
    assert bool(forbidden) is is_given
    assert all(_is_real(breach.witness, meant & got.keys()) for breach in forbidden)
    assert bool(breaches(text, Guardrails(must_reach=(asked,)))) is is_missing


def _is_real(witness: Cell, cells: set[Cell]) -> bool:
    """Whether somebody of whom a witness tells breaks the guardrail, where the evaluator knows the names."""
    source, destination, right = witness
    destination = source if destination == "their own devices" else destination
    ends = {cell[:2] for cell in cells}
    if not {source, destination} <= {name for pair in ends for name in pair}:
        return True
    login = right.removeprefix("ssh as ")
    is_login = login in {cell[2] for cell in cells}
    return (source, destination, login) in cells if is_login else (source, destination) in ends


def test_the_laws_are_no_empty_ones() -> None:
    """There are policies that break a prohibition and keep one, fulfil a demand and do not."""
    rule = {"action": "accept", "src": ["alice@example.com"], "dst": ["tag:db"], "users": ["root"]}
    opening = {"src": ["alice@example.com"], "dst": ["tag:db"], "ip": ["22"]}
    text = read({"tagOwners": {"tag:db": [], "tag:web": []}, "grants": [opening], "ssh": [rule]})
    for destination, login, expected in (("tag:db", "root", True), ("tag:web", "root", False)):
        rail = Guardrail("g", ("alice@example.com",), (destination,), (), logins=(login,))
        assert bool(breaches(text, Guardrails(must_not_reach=(rail,)))) is expected
        assert bool(breaches(text, Guardrails(must_reach=(rail,)))) is not expected
