"""Of several edits at once each is told: none hides in a row that tells of another one."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.diff.compute import compare_policies
from tests.oracle.vocabulary import policies

from .policies import read
from .test_laws import some
from .test_unsaid import SECTIONS, mutated, normal, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]

JOINING = ("new@example.com", "c@example.com", "alice@example.com")
DEFINED = ("groups", "hosts", "ipsets", "postures", "tagOwners")
RULES = ("acls", "grants", "ssh")


def said(found: AccessDiff) -> tuple[set[tuple[int, str]], str]:
    """All places that a diff names, each with its side, and all its words."""
    causes = [*found.idle_causes, *(row.cause for row in found.rows if row.cause is not None)]
    named = [(place for place in (cause.old, cause.new)) for cause in causes]
    labels = {(n, place.label) for both in named for n, place in enumerate(both) if place is not None}
    labels |= {
        (n, place.label) for row in found.rows for n, some in enumerate((row.old, row.new)) for place in some
    }
    parties = (party.text for row in found.rows for party in (*row.sources, *row.destinations))
    return labels, "\n".join([*(cause.text for cause in causes), *parties])


def untold(old: Json, new: Json) -> Iterator[str]:
    """The definitions and rules that differ and that the diff names nowhere."""
    labels, words = said(compare_policies(read(old), read(new)))
    if " renamed to " in words:  # that is an edit of every rule that uses the name
        return
    for section in DEFINED:
        sides = old.get(section) or {}, new.get(section) or {}
        for name in sides[0].keys() | sides[1].keys():
            is_kept = name in sides[0] and name in sides[1]
            if is_kept and normal(sides[0][name]) == normal(sides[1][name]):
                continue
            label = f'{section}["{name}"]'
            if name not in words and labels.isdisjoint({(0, label), (1, label)}):
                yield label
    for side, label in other_rules(old, new):
        if (side, label) not in labels and label not in words:
            yield f"{label} of {('old', 'new')[side]}"


def other_rules(old: Json, new: Json) -> Iterator[tuple[int, str]]:
    """The rules of either version that the other one does not have, each with its side."""
    for section in RULES:
        lists = [[normal(rule) for rule in side.get(section) or []] for side in (old, new)]
        for side, other in ((0, 1), (1, 0)):
            for number, rule in enumerate(lists[side]):
                if rule not in lists[other]:
                    yield side, f"{section}[{number}]"


MIXED: Json = {
    "groups": {"group:f": [], "group:g": ["g@example.com"]},
    "tagOwners": {"tag:d": [], "tag:e": []},
    "grants": [{"src": ["c@example.com"], "dst": ["*"], "ip": ["*"]}],
    "ssh": [{"action": "accept", "src": ["c@example.com"], "dst": ["tag:d"], "users": ["root"]}],
}


@pytest.mark.parametrize("section", ["grants", "ssh"])
def test_who_joins_a_group_as_a_new_rule_names_it(section: str) -> None:
    """One of them has all that the rule gives already, so the row tells of the other one alone."""
    rule = MIXED[section][0] | {"src": ["group:f"], "dst": ["tag:d"]}
    groups = MIXED["groups"] | {"group:f": ["a@example.com", "c@example.com"]}
    new = MIXED | {"groups": groups, section: [*MIXED[section], rule]}
    assert list(untold(MIXED, new)) == list(untold(new, MIXED)) == []
    texts = [cause.text for cause in compare_policies(read(MIXED), read(new)).idle_causes]
    if section == "grants":
        joined = "a@example.com, c@example.com joined group:f"
        assert texts == [f"{joined}, which is part of a row of another edit"]


@settings(some, max_examples=100)
@given(policies(), st.data())
def test_each_of_several_edits(policy: Json, data: st.DataObject) -> None:
    old = policy | {name: SECTIONS[name] for name in ("ssh", "nodeAttrs")}
    old["grants"] = [*(old.get("grants") or []), *MIXED["grants"]]
    new = deepcopy(old)
    for _ in range(data.draw(st.integers(2, 5))):
        inside = [path for path, _ in places(new) if path and path[0] in (*DEFINED, *RULES)]
        if not inside:
            break
        kind = data.draw(st.sampled_from(("remove", "change", "copy", "adopt")))
        path = data.draw(st.sampled_from(inside))
        new = edited(new, path, kind, data) or new
    assert list(untold(old, new)) == []


def edited(policy: Json, path: tuple[str | int, ...], kind: str, data: st.DataObject) -> Json | None:
    """The policy with one part edited; ``copy`` adds a rule like another, ``adopt`` one for a group."""
    if kind not in {"copy", "adopt"}:
        return mutated(policy, path, kind)
    new = deepcopy(policy)
    part = new[path[0]]
    if isinstance(part, list) and part:
        rule = deepcopy(data.draw(st.sampled_from(part)))
        if kind == "adopt" and new.get("groups"):
            name = data.draw(st.sampled_from(sorted(new["groups"])))
            rule["src"] = [name]
            new["groups"][name] += data.draw(st.lists(st.sampled_from(JOINING), min_size=1, unique=True))
        part.append(rule)
    return new
