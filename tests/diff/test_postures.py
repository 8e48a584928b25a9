"""Postures by what they mean: a definition that asks for more, less, something else, or the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Effect, Lane, Verdict
from tests.policy.posture_devices import devices, meets, texts
from tests.policy.posture_devices import read as parsed

from .policies import read

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff, Row

Json = dict[str, Any]
GRANT: Json = {"src": ["group:dev"], "dst": ["tag:db"], "ip": ["tcp:22"]}
SSH: Json = {"action": "accept", "src": ["group:dev"], "dst": ["tag:db"], "users": ["root"]}


def policy(postures: dict[str, list[str]], **sections: object) -> Json:
    return {
        "groups": {"group:dev": ["ada@example.com"]},
        "tagOwners": {"tag:db": []},
        "postures": {f"posture:{name}": assertions for name, assertions in postures.items()},
        **sections,
    }


def diff(old: Json, new: Json) -> AccessDiff:
    return compare_policies(read(old), read(new))


def asking(*names: str) -> Json:
    return {**GRANT, "srcPosture": [f"posture:{name}" for name in names]}


def defined(before: list[str], after: list[str], **sections: object) -> AccessDiff:
    """The diff of an edited definition of ``posture:p``."""
    rules = sections or {"grants": [asking("p")]}
    return diff(policy({"p": before}, **rules), policy({"p": after}, **rules))


def by_lane(found: AccessDiff) -> dict[Lane, list[Row]]:
    return {lane: rows for lane in Lane if (rows := [row for row in found.rows if row.lane is lane])}


VERSION = "node:tsVersion"


@pytest.mark.parametrize(
    ("strict", "loose"),
    [
        ([f"{VERSION} == '1.40'"], [f"{VERSION} >= '1.40'"]),
        ([f"{VERSION} >= '1.10'"], [f"{VERSION} >= '1.9'"]),
        ([f"{VERSION} >= '1.50'", f"{VERSION} != '1.60'"], [f"{VERSION} > '1.40'"]),
        (["node:os == 'macos'"], ["node:os IN ['macos', 'linux']"]),
        (["node:os IN ['macos', 'linux']"], ["node:os != 'windows'"]),
        (["custom:score > 5"], ["custom:score IS SET"]),
        (["node:os == 'macos'", "custom:a == 1"], ["node:os == 'macos'"]),
        (["node:os == 'macos'", "node:os == 'linux'"], ["custom:a == 1"]),
    ],
)
def test_looser_and_stricter_are_proved(strict: list[str], loose: list[str]) -> None:
    wider, narrower = defined(strict, loose), defined(loose, strict)
    assert (wider.verdict, narrower.verdict) == (Verdict.WIDER, Verdict.NARROWER)
    assert {row.effect for row in wider.rows} == {Effect.WIDER}
    assert {row.effect for row in narrower.rows} == {Effect.NARROWER}
    assert set(by_lane(wider)) == {Lane.NETWORK, Lane.POSTURES}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([f"{VERSION} >= '1.40'"], [f"{VERSION} <= '1.40'"]),
        (["custom:text >= 'b'"], ["custom:text >= 'a'"]),
        (["custom:a == '1'"], ["custom:a != 1"]),
        (["node:os == 'macos'"], ["node:os == 'linux'"]),
    ],
)
def test_what_is_not_proved_goes_both_ways(one: list[str], other: list[str]) -> None:
    found = defined(one, other)
    assert found.verdict is Verdict.BOTH
    (access,), (posture,) = by_lane(found)[Lane.NETWORK], by_lane(found)[Lane.POSTURES]
    assert (access.change, access.effect, posture.effect) == (Change.CHANGED, Effect.BOTH, Effect.BOTH)


@pytest.mark.parametrize(
    "rules", [{"grants": [asking("p")]}, {"ssh": [{**SSH, "srcPosture": ["posture:p"]}]}]
)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([f"{VERSION} == '1.40'"], [f"{VERSION} == '1.040'"]),
        ([f"{VERSION} >= '1.40'"], [f"{VERSION} >= '1.40'", f"{VERSION} >= '1.30'"]),
        ([f"{VERSION} >= '1.40'", f"{VERSION} <= '1.40'"], [f"{VERSION} == '1.40'"]),
        (["node:tsAutoUpdate"], ["node:tsAutoUpdate != false"]),
        (["custom:a == 1"], ["custom:a == 1.0", "custom:a IS SET"]),
    ],
)
def test_the_same_in_other_words_is_no_change(one: list[str], other: list[str], rules: Json) -> None:
    assert defined(one, other, **rules).verdict is Verdict.IDENTICAL


def test_a_posture_that_nobody_meets_gives_nothing() -> None:
    nobody = ["node:os == 'macos'", "node:os == 'linux'"]
    without, with_ = policy({"p": nobody}, grants=[]), policy({"p": nobody}, grants=[asking("p")])
    assert not {Lane.NETWORK} & set(by_lane(diff(without, with_)))
    guests = {**asking("p"), "src": ["10.0.0.0/8"]}
    found = diff(without, policy({"p": nobody}, grants=[guests]))  # no posture binds hosts behind a router
    assert set(by_lane(found)) == {Lane.NETWORK}


def test_a_posture_without_assertions_is_no_condition() -> None:
    assert diff(policy({"p": []}, grants=[asking("p")]), policy({"p": []}, grants=[GRANT])).verdict is (
        Verdict.IDENTICAL
    )


def test_an_alternative_that_another_one_covers_adds_nothing() -> None:
    both = {"old": [f"{VERSION} >= '1.40'"], "new": [f"{VERSION} >= '1.50'"]}
    one, two = policy(both, grants=[asking("old")]), policy(both, grants=[asking("old", "new")])
    assert not by_lane(diff(one, two)).get(Lane.NETWORK)
    (lost,) = by_lane(diff(two, policy(both, grants=[asking("new")])))[Lane.NETWORK]
    assert (lost.change, lost.before, lost.after) == (
        Change.LOST,
        f"only if the device has {VERSION} >= '1.40'",
        f"only if the device has {VERSION} >= '1.50'",
    )


def test_a_new_rule_with_a_looser_and_a_stricter_posture_is_one_gain() -> None:
    both = {"new": [f"{VERSION} >= '1.50'"], "old": [f"{VERSION} >= '1.40'"]}
    (row,) = by_lane(diff(policy(both, grants=[]), policy(both, grants=[asking("new", "old")])))[Lane.NETWORK]
    assert row.after == f"only if the device has {VERSION} >= '1.40'"


def test_a_looser_definition_is_told_of_every_rule_that_names_it() -> None:
    web = {"src": ["group:dev"], "dst": ["tag:db"], "ip": ["tcp:443"]}
    rules: Json = {
        "grants": [asking("p"), web],
        "acls": [
            {"action": "accept", "src": ["group:dev"], "dst": ["tag:db:80"], "srcPosture": ["posture:p"]}
        ],
        "ssh": [SSH],
        "defaultSrcPosture": ["posture:p"],
    }
    found = defined([f"{VERSION} >= '1.50'"], [f"{VERSION} >= '1.40'"], **rules)
    lanes = by_lane(found)
    told = {right for row in lanes[Lane.NETWORK] for right in row.rights}
    assert told == {"tcp:22,443", "80 (tcp, udp, icmp)"}
    assert {row.effect for row in found.rows} == {Effect.WIDER}
    assert {row.cause.text for row in found.rows if row.cause} == {
        f"posture:p changed: + {VERSION} >= '1.40', - {VERSION} >= '1.50'"
    }
    (posture,) = lanes[Lane.POSTURES]
    assert posture.notes == ("named by defaultSrcPosture, grants[0], acls[0]",)


@pytest.mark.parametrize(
    ("before", "after", "default", "said"),
    [
        (3, 3, [], "grants[0], grants[1], grants[2]"),
        (4, 4, [], "4 rules: grants[0], grants[1], grants[2] and 1 more"),
        (9, 40, [], "40 rules: grants[0], grants[1], grants[2] and 37 more"),
        (9, 0, [], "9 rules: grants[0], grants[1], grants[2] and 6 more"),
        (9, 9, ["posture:p"], "defaultSrcPosture and 9 rules: grants[0], grants[1], grants[2] and 6 more"),
        (9, 3, ["posture:p"], "defaultSrcPosture, grants[0], grants[1], grants[2]"),
    ],
)
def test_of_many_rules_that_name_a_posture_the_first_are_named(
    before: int, after: int, default: list[str], said: str
) -> None:
    versions = [
        policy({"p": [f"{VERSION} >= '{asked}'"]}, grants=[asking("p")] * rules, defaultSrcPosture=default)
        for asked, rules in (("1.40", before), ("1.50", after))
    ]
    found = diff(versions[0], versions[1])
    (row,) = by_lane(found)[Lane.POSTURES]
    assert row.notes == (f"named by {said}",)


def test_a_renamed_posture_is_identical() -> None:
    one = policy({"mac": ["node:os == 'macos'"]}, grants=[asking("mac")], defaultSrcPosture=["posture:mac"])
    two = policy(
        {"apple": ["node:os == 'macos'"]}, grants=[asking("apple")], defaultSrcPosture=["posture:apple"]
    )
    found = diff(one, two)
    assert (found.verdict, found.rows) == (Verdict.IDENTICAL, ())
    assert [cause.text for cause in found.idle_causes] == ["posture:mac renamed to posture:apple"]


VERSIONED, SYSTEM = "node:tsVersion", "node:os"
DEVICES = list(devices(VERSIONED, SYSTEM))
definitions = st.lists(texts(VERSIONED) | texts(SYSTEM), min_size=1, max_size=3)
named = st.lists(st.sampled_from(["p", "q"]), min_size=1, max_size=2, unique=True)


def let_through(postures: dict[str, list[str]], names: list[str]) -> set[int]:
    """Which of the devices meet one of the postures, by trying each."""
    wanted = [[parsed(text) for text in postures[name]] for name in names]
    return {n for n, device in enumerate(DEVICES) if any(meets(device, one) for one in wanted)}


@settings(max_examples=200, deadline=None)
@given(st.tuples(definitions, definitions, named), st.tuples(definitions, definitions, named))
def test_the_verdict_is_what_every_device_shows(
    old: tuple[list[str], list[str], list[str]], new: tuple[list[str], list[str], list[str]]
) -> None:
    sides = [({"p": p, "q": q}, names) for p, q, names in (old, new)]
    before, after = (let_through(*side) for side in sides)
    found = diff(*(policy(postures, grants=[asking(*names)]) for postures, names in sides))
    effects = {row.effect for row in found.rows if row.lane is Lane.NETWORK}
    assert bool(effects & {Effect.WIDER, Effect.BOTH}) is not (after <= before)
    assert bool(effects & {Effect.NARROWER, Effect.BOTH}) is not (before <= after)


def test_postures_that_cover_another_together_are_no_change() -> None:
    all_ = {"any": [f"{VERSION} IS SET"], "old": [f"{VERSION} < '1.50'"], "new": [f"{VERSION} >= '1.50'"]}
    one, two = policy(all_, grants=[asking("any")]), policy(all_, grants=[asking("old", "new")])
    assert not by_lane(diff(one, two)).get(Lane.NETWORK)
    assert diff(one, policy(all_, grants=[asking("old")])).verdict is Verdict.NARROWER
