"""No edit goes unmentioned: whatever changes in the data is told by a row, or as an edit without effect."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.vocabulary import policies

from .policies import read
from .test_laws import some

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Path = tuple[str | int, ...]
Part = Any

SECTIONS: Json = {
    "ssh": [
        {
            "action": "check",
            "src": ["group:ops"],
            "dst": ["tag:db"],
            "users": ["root", "autogroup:nonroot"],
            "checkPeriod": "12h",
            "acceptEnv": ["GIT_*"],
            "recorder": ["tag:ci"],
            "enforceRecorder": True,
        }
    ],
    "nodeAttrs": [
        {"target": ["tag:web", "group:dev"], "attr": ["funnel", "nextdns:abc"]},
        {"target": ["tag:web"], "attr": ["funnel"]},
        {"target": ["group:ops"], "ipPool": ["100.81.0.0/16", "100.82.0.0/16"]},
        {"target": ["group:dev"], "ipPool": ["100.83.0.0/16"]},
        {
            "target": ["*"],
            "app": {
                "tailscale.com/app-connectors": [
                    {"name": "one", "connectors": ["tag:ci"], "domains": ["one.example.com"]},
                    {"name": "two", "connectors": ["tag:ci"], "routes": ["192.0.2.0/24"]},
                ]
            },
        },
        {"target": ["tag:db"], "app": {"example.com/other": [{"depth": {"value": 1}}]}},
    ],
    "autoApprovers": {
        "routes": {
            "10.1.0.0/16": ["tag:ci", "group:dev"],
            "10.0.0.0/8": ["tag:ci"],
            "0.0.0.0/0": ["tag:web"],
        },
        "exitNode": ["tag:ci", "group:ops"],
        "services": {"svc:a": ["tag:web", "tag:db"]},
    },
}
POLICY: Json = {
    "groups": {"group:dev": ["ada@example.com", "ben@example.com"], "group:ops": ["cy@example.com"]},
    "tagOwners": {"tag:web": ["group:dev"], "tag:db": ["group:ops"], "tag:ci": []},
    "hosts": {"office": "10.1.0.0/16"},
    "ipsets": {"ipset:lab": ["add 10.2.0.0/16", "remove 10.2.3.0/24"]},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
    "acls": [{"action": "accept", "src": ["group:dev"], "dst": ["tag:web:80", "office:22"], "proto": "tcp"}],
    "grants": [
        {
            "src": ["group:dev"],
            "dst": ["tag:web", "ipset:lab"],
            "ip": ["tcp:443"],
            "srcPosture": ["posture:mac"],
        },
        {
            "src": ["group:ops"],
            "dst": ["tag:db"],
            "app": {
                "example.com/cap/x": [{"a": 1, "b": ["x", "y"]}],
                "tailscale.com/cap/secrets": [{"action": ["get"], "secret": ["prod/*"]}],
            },
        },
        {"src": ["tag:web"], "dst": ["10.1.0.0/16"], "ip": ["*"], "via": ["tag:ci"]},
    ],
    **SECTIONS,
    "tests": [{"src": "ada@example.com", "accept": ["tag:web:443"], "deny": ["tag:db:5432"]}],
    "sshTests": [{"src": "cy@example.com", "dst": ["tag:db"], "check": ["root"]}],
    "randomizeClientPort": True,
    "unknownThing": {"a": [1, {"b": 2}]},
}
SETS = ("grants", "acls", "tests", "sshTests")
"""Sections of which neither the order nor the repetition of entries means anything."""


def places(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*path, key))


def at(policy: Json, path: Path) -> Part:
    part: Part = policy
    for key in path:
        part = part[key]
    return part


def mutated(policy: Json, path: Path, kind: str) -> Json | None:
    """The policy with one part changed in one way; None where the part cannot be changed so."""
    new = deepcopy(policy)
    part = at(new, path)
    if kind == "surplus" and isinstance(part, dict):
        part["surplusField"] = ["z"]
    elif kind == "reverse" and isinstance(part, list):
        part.reverse()
    elif kind == "repeat" and isinstance(part, list) and part:
        part.append(deepcopy(part[0]))
    elif kind == "remove" and path:
        del at(new, path[:-1])[path[-1]]
    elif kind == "change" and path and isinstance(part, str | int):
        at(new, path[:-1])[path[-1]] = other_than(part)
    else:
        return None
    return new


def other_than(value: str | int) -> str | int:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    network = value.partition(".")
    return f"{int(network[0]) + 1}.{network[2]}" if network[0].isdigit() and "/" in value else f"{value}x"


KINDS = ("surplus", "reverse", "repeat", "remove", "change")


def normal(value: object, *, is_ordered: bool = False) -> str:
    """What a value says, whatever the order and repetition of names in its lists."""
    if isinstance(value, dict):
        parts = {
            k: normal(v, is_ordered=is_ordered or k in {"app", "ipPool", "ipsets"}) for k, v in value.items()
        }
        return json.dumps(parts, sort_keys=True)
    if isinstance(value, list):
        parts_ = [normal(one, is_ordered=is_ordered) for one in value]
        is_set = not is_ordered and all(isinstance(one, str) for one in value)
        return json.dumps(sorted(set(parts_)) if is_set else parts_)
    return json.dumps(value)


def says(policy: Json) -> str:
    unordered = {
        name: sorted({normal(one) for one in policy[name]})
        for name in SETS
        if isinstance(policy.get(name), list)
    }
    pools = [one for one in policy.get("nodeAttrs", []) if "ipPool" in one]
    others = sorted({normal(one) for one in policy.get("nodeAttrs", []) if "ipPool" not in one})
    rest = {k: v for k, v in policy.items() if k not in unordered and k != "nodeAttrs"}
    return normal([rest, unordered, {"app": [list(dict.fromkeys(map(normal, pools)))]}, others])


def check(policy: Json, path: Path, kind: str) -> None:
    new = mutated(policy, path, kind)
    if new is None or says(new) == says(policy):
        return
    found = compare_policies(read(policy), read(new))
    assert found.rows or found.idle_causes, (kind, path)
    assert (found.verdict is Verdict.IDENTICAL) == (not found.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_of_a_policy(kind: str) -> None:
    for path, _ in places(POLICY):
        check(POLICY, path, kind)


@some
@given(policies(), st.sampled_from(KINDS), st.data())
def test_any_part_of_any_policy(policy: Json, kind: str, data: st.DataObject) -> None:
    whole = policy | SECTIONS
    check(whole, data.draw(st.sampled_from([path for path, _ in places(whole)])), kind)


def test_owners_that_are_the_same_people_by_another_name() -> None:
    old = {
        "groups": {"group:a": ["ada@example.com"], "group:b": ["ada@example.com"]},
        "tagOwners": {"tag:web": ["group:a"], "tag:db": ["group:a", "group:b"]},
        "grants": [],
    }
    new = {**old, "tagOwners": {"tag:web": ["group:b"], "tag:db": ["group:b", "group:a"]}}
    found = compare_policies(read(old), read(new))
    assert [cause.text for cause in found.idle_causes] == [
        'tagOwners["tag:web"] changed: + group:b, - group:a'
    ]


def test_an_entry_that_grew_at_its_place_was_not_removed() -> None:
    old = {"nodeAttrs": [{"target": ["*"], "attr": ["nextdns:abc"]}], "grants": []}
    new = {**old, "nodeAttrs": [{"target": ["*"], "attr": ["funnel", "nextdns:abc"]}]}
    assert compare_policies(read(old), read(new)).idle_causes == ()


def test_a_rule_at_the_place_of_a_comment_is_no_rule_that_stayed() -> None:
    """It stands in the end that both texts share, which only one version reads as a rule."""
    rule, other = (f'{{"action": "drop", "src": ["tag:{n}"], "dst": ["*:*"]}}' for n in "ab")
    old = f'{{"tagOwners": {{"tag:a": [], "tag:b": []}}, "acls": [{rule},\n // {other},\n]}}'
    new = f'{{"tagOwners": {{"tag:a": [], "tag:b": []}}, "acls": [ {other},\n]}}'
    for pair, came, went in (((old, new), "b", "a"), ((new, old), "a", "b")):
        found = compare_policies(*(load(SourceText("policy.hujson", text)) for text in pair))
        words = f"acls[0] changed: + src tag:{came}, - src tag:{went}"
        assert [cause.text for cause in found.idle_causes] == [words]


def test_a_rule_that_stayed_in_acls_hides_no_edit_of_one_in_grants() -> None:
    """Rules of both sections are counted on: the same number within its section is another rule."""
    acl = {"action": "accept", "src": ["group:dev"], "dst": ["tag:web:22"]}
    grant = {"src": ["group:ops"], "dst": ["tag:db"], "ip": ["tcp:22"]}
    versions = [
        load(SourceText("p", json.dumps({"grants": [{**grant, "note": note}], "acls": [acl]})))
        for note in ("one", "two")
    ]
    told = [cause.text for cause in compare_policies(*versions).idle_causes]
    assert told == ["grants[0] changed: note"]
