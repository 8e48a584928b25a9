"""Which SSH rules a row names: all that let in on its terms, in text and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.diff.compute import compare_policies

from .policies import Json, read

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff, Row

NAMES: Json = {"tagOwners": {"tag:x": [], "tag:y": []}, "grants": []}


def rule(*users: str, **fields: object) -> Json:
    return {"action": "accept", "src": ["group:b"], "dst": ["tag:x"], "users": list(users), **fields}


def diff(old: list[Json], new: list[Json], before: list[str], after: list[str]) -> AccessDiff:
    groups = ({"group:b": members} for members in (before, after))
    versions = ({**NAMES, "groups": group, "ssh": ssh} for group, ssh in zip(groups, (old, new), strict=True))
    return compare_policies(*map(read, versions))


def rules(row: Row) -> tuple[list[str], list[str]]:
    return [place.label for place in row.old], [place.label for place in row.new]


def test_each_rule_that_gives_a_part_is_named() -> None:
    ssh = [rule("root"), rule("u1"), rule("u2", dst=["tag:x", "tag:y"]), rule("u1", dst=["tag:y"])]
    rows = diff(ssh, ssh, [], ["a@example.com"]).rows
    named = {tuple(party.text for party in row.destinations): rules(row) for row in rows}
    assert all(old == new for old, new in named.values())
    assert {ends: sorted(old) for ends, (old, _) in named.items()} == {
        ("tag:x",): ["ssh[0]", "ssh[1]", "ssh[2]"],
        ("tag:y",): ["ssh[2]", "ssh[3]"],
    }


def test_rules_on_other_terms_are_none_of_them() -> None:
    ssh = [rule("root"), rule("u1"), rule("root", action="check")]
    found = diff(ssh, ssh, [], ["a@example.com"])
    assert [rules(row)[1] for row in found.rows] == [["ssh[2]"], ["ssh[1]"]]


def test_a_rule_that_gives_the_same_once_more_is_named_and_not_told_as_idle() -> None:
    found = diff([], [rule("root"), rule("root")], ["a@example.com"], ["a@example.com"])
    assert [rules(row) for row in found.rows] == [([], ["ssh[0]", "ssh[1]"])]
    assert found.idle_causes == ()


@pytest.mark.parametrize("field", ["src", "dst", "users"])
def test_a_rule_of_which_one_list_is_another_one_is_the_same_rule(field: str) -> None:
    """However many names the list has: nothing else of the rule changed."""
    many = {
        "src": [f"a{n}@example.com" for n in range(9)],
        "dst": [f"tag:x{n}" for n in range(9)],
        "users": [f"u{n}" for n in range(9)],
    }
    other = {"src": "group:b", "dst": "autogroup:self", "users": "root"}
    names = {**NAMES, "tagOwners": {tag: [] for tag in many["dst"]}, "groups": {"group:b": []}}
    new = rule("root", dst=["autogroup:self"])
    old = {**new, field: many[field]}
    causes = [
        cause.text
        for pair in ((old, new), (new, old))
        for found in [compare_policies(*(read({**names, "ssh": [one]}) for one in pair))]
        for cause in (*found.idle_causes, *(row.cause for row in found.rows if row.cause is not None))
    ]
    assert causes
    assert all(text.startswith("ssh[0] changed: ") for text in causes)
    assert f"+ {field} {other[field]}" in causes[0]


def test_a_rule_that_shares_less_is_another_one() -> None:
    old, new = rule("root", src=["c@example.com"]), rule("root", dst=["tag:y"], src=["d@example.com"])
    found = diff([old], [new], [], [])
    causes = {row.cause.text for row in found.rows if row.cause is not None}
    assert causes == {"ssh[0] added", "ssh[0] removed"}
