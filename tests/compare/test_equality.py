"""Equality of two versions: what the differences of access say, and more where more is written."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailcli.access.compile import compile_together
from tailcli.compare.equality import same_access
from tailcli.compare.subtract import difference
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.edits import equal_pairs, pairs
from tests.oracle.layout import render
from tests.oracle.vocabulary import policies

from .stand_ins import read

Json = dict[str, Any]
checked = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

BASE: Json = {
    "groups": {"group:dev": ["alice@example.com", "bob@example.com"], "group:ops": ["carol@example.com"]},
    "hosts": {"db": "10.0.0.1", "unused": "10.0.0.9"},
    "tagOwners": {"tag:web": ["group:ops", "alice@example.com"]},
    "grants": [{"src": ["group:dev"], "dst": ["tag:web"], "ip": ["22", "443"]}],
    "ssh": [
        {"action": "check", "src": ["group:dev"], "dst": ["tag:web"], "users": ["root"]},
        {"action": "accept", "src": ["group:dev"], "dst": ["tag:web"], "users": ["root", "deploy"]},
    ],
    "autoApprovers": {"routes": {"10.0.0.0/8": ["group:ops"]}, "exitNode": ["tag:web"]},
    "nodeAttrs": [{"target": ["group:dev"], "attr": ["funnel"]}],
    "tests": [{"src": "alice@example.com", "accept": ["tag:web:22"]}],
    "randomizeClientPort": True,
}


def changed(*path: str | int, to: object) -> Json:
    """The policy with the value at a path replaced, or removed where it is None."""
    made = deepcopy(BASE)
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return made


@pytest.mark.parametrize(
    "policy",
    [
        BASE,
        changed("hosts", "unused", to=None),
        changed("groups", "group:nobody", to=[]),
        changed("groups", "group:dev", to=["bob@example.com", "alice@example.com", "alice@example.com"]),
        changed("tagOwners", "tag:web", to=["alice@example.com", "group:ops"]),
        changed("grants", 0, "ip", to=["22-22", "443", "443"]),
        changed(
            "grants", to=[*BASE["grants"], {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["22"]}]
        ),
        changed("ssh", 1, "users", to=["deploy"]),
        changed("ssh", to=BASE["ssh"][::-1]),
        changed("tests", to=BASE["tests"] * 2),
        changed("nodeAttrs", to=[*BASE["nodeAttrs"], {"target": ["*"]}, {"target": [], "attr": ["funnel"]}]),
        changed("ipsets", to={"ipset:unused": ["10.0.0.0/8"]}),
    ],
)
def test_what_means_the_same(policy: Json) -> None:
    assert same_access(read(BASE), read(policy))
    assert same_access(read(policy), read(BASE))


@pytest.mark.parametrize(
    "policy",
    [
        changed("grants", 0, "ip", to=["22"]),
        changed("grants", 0, "srcPosture", to=["posture:x"]),
        changed("grants", 0, "app", to={"example.com/cap/x": [{}]}),
        changed("groups", "group:dev", to=["alice@example.com"]),
        changed("ssh", 0, "checkPeriod", to="1h"),
        changed("ssh", 0, to=None),
        changed("ssh", 1, "users", to=["root"]),
        changed("tagOwners", "tag:web", to=["group:ops"]),
        changed("groups", "group:ops", to=["carol@example.com", "dave@example.com"]),
        changed("autoApprovers", "routes", to={}),
        changed("autoApprovers", "exitNode", to=[]),
        changed("nodeAttrs", to=[]),
        changed("nodeAttrs", 0, "attr", to=["drive:share"]),
        changed("tests", to=[]),
        changed("randomizeClientPort", to=False),
        changed("randomizeClientPort", to=None),
        changed("grants", to=None),
    ],
)
def test_what_does_not(policy: Json) -> None:
    assert not same_access(read(BASE), read(policy))
    assert not same_access(read(policy), read(BASE))


def test_an_old_spelling_of_an_owner_is_the_same() -> None:
    old = changed("tagOwners", "tag:web", to=["autogroup:members"])
    assert same_access(read(old), read(changed("tagOwners", "tag:web", to=["autogroup:member"])))


def test_a_name_beside_access_counts_with_what_it_stands_for() -> None:
    old = changed("nodeAttrs", 0, "target", to=["ipset:a"])
    narrow, wide, spelt = (
        {**old, "ipsets": {"ipset:a": entries}}
        for entries in (["10.0.0.0/9"], ["10.0.0.0/8"], ["10.0.0.0/9", "add 10.0.0.1"])
    )
    assert same_access(read(narrow), read(spelt))
    assert not same_access(read(narrow), read(wide))
    assert not same_access(read(old), read(wide))


@checked
@given(policies(), st.integers(0, 10**9))
def test_layout_and_comments_never_matter(policy: Json, seed: int) -> None:
    laid_out = load(SourceText("policy.hujson", render(policy, Random(seed))))
    assert same_access(read(policy), laid_out)


@checked
@given(pairs())
def test_what_is_the_same_has_no_difference(pair: tuple[Json, Json]) -> None:
    old, new = map(read, pair)
    if same_access(old, new):
        accesses = compile_together([old, new])
        singles = accesses[0].universe.singles
        assert difference(accesses[0].network, accesses[1].network, singles) == []
        assert difference(accesses[1].application, accesses[0].application, singles) == []
    assert same_access(old, new) == same_access(new, old)


@checked
@given(equal_pairs())
def test_edits_without_effect_are_seen_through(pair: tuple[Json, Json]) -> None:
    old, new = map(read, pair)
    assert same_access(old, new) or json.dumps(pair[0].get("tests")) != json.dumps(pair[1].get("tests"))
