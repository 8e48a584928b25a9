"""People whom the settings put into synced groups and roles: one question for all of a kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.inventory import Inventory, User
from tailcli.access.match_lookup import lookup_for
from tailcli.access.match_question import Question, Rules
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.access.match_lookup import Lookup

PEOPLE = tuple(f"{name}@example.com" for name in ("alice", "bob", "carol", "dan", "erin", "frank"))
STAFF, OPS = "group:staff@example.com", "group:ops@example.com"
PORTS = {STAFF: 1, OPS: 2, "autogroup:admin": 3, "autogroup:it-admin": 4, "group:some": 5, "group:all": 6}


def policy_text() -> str:
    grants = [{"src": [name], "dst": ["tag:db"], "ip": [f"tcp:{port}"]} for name, port in PORTS.items()]
    groups = {"group:all": list(PEOPLE), "group:some": list(PEOPLE[:3])}
    return json.dumps({"groups": groups, "tagOwners": {"tag:db": []}, "grants": grants})


some = st.lists(st.sampled_from(PEOPLE), max_size=6).map(tuple)
told = st.builds(
    Inventory,
    groups=st.dictionaries(st.sampled_from((STAFF, OPS)), some),
    roles=st.none() | st.dictionaries(st.sampled_from(("admin", "owner", "it-admin")), some),
)


def answers(rules: Rules, lookup: Lookup, login: str) -> list[object]:
    return [
        rules.answer(
            Question(lookup.person(login), lookup.tag("tag:db"), (6,), port, by_filter=False)
        ).by_family
        for port in PORTS.values()
    ]


@settings(max_examples=60, deadline=None)
@given(told)
def test_all_of_a_kind_have_the_same_answers_and_those_are_right(inventory: Inventory) -> None:
    policy = load(SourceText("p", policy_text()))
    rules = Rules(policy, inventory)
    lookup = lookup_for(policy, rules)
    listed = Rules(policy, inventory._replace(users=tuple(map(User, PEOPLE))))
    alike = lookup.kinds(PEOPLE)
    assert sorted(login for kind in alike for login in kind) == sorted(PEOPLE)
    for kind in alike:
        first = answers(rules, lookup, kind[0])
        assert all(answers(rules, lookup, login) == first for login in kind[1:])
        by_list = [answers(listed, lookup_for(policy, listed), login) for login in kind]
        assert by_list == [first] * len(kind)


def test_who_is_told_alike_is_one_kind() -> None:
    inventory = Inventory(groups={STAFF: PEOPLE[:2]}, roles={"admin": PEOPLE[1:2]}, domains=("example.com",))
    policy = load(SourceText("p", policy_text()))
    lookup = lookup_for(policy, Rules(policy, inventory))
    assert lookup.kinds(PEOPLE) == (PEOPLE[:1], PEOPLE[1:2], PEOPLE[2:3], PEOPLE[3:])
