"""Many losses that lock out the same people are one finding; nothing of another lock-out is lost in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.config.settings import Settings
from tailcli.diff.compute import compare_policies
from tailcli.diff.gates import Evidence, find_gates
from tailcli.diff.lockouts import MOST_LOCKOUTS, lockouts_together
from tailcli.diff.model import Risk
from tests.compare.stand_ins import read
from tests.report.diff import samples

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]


def policy(rules: int, **members: list[str]) -> Json:
    """Every group reaches as many tags, each on another port."""
    return {
        "groups": {f"group:{name}": logins for name, logins in members.items()},
        "tagOwners": {f"tag:t{n}": [] for n in range(rules)},
        "grants": [
            {"src": [f"group:{name}"], "dst": [f"tag:t{n}"], "ip": [f"tcp:{1000 + n}"]}
            for name in members
            for n in range(rules)
        ],
    }


def locked_out(found: AccessDiff, old: Json, new: Json) -> list[str]:
    gates = find_gates(Evidence(found, read(old), read(new)), Settings())
    return [gate.message for gate in gates if gate.name == "lockout"]


def diff(old: Json, new: Json) -> tuple[AccessDiff, list[str]]:
    found = compare_policies(read(old), read(new))
    return found, locked_out(found, old, new)


@pytest.mark.parametrize("rules", [1, MOST_LOCKOUTS])
def test_a_few_losses_are_each_a_finding(rules: int) -> None:
    old = policy(rules, a=["ada@example.com"])
    _, said = diff(old, {**old, "grants": old["grants"][rules:]})
    assert len(said) == rules


def test_many_losses_of_the_same_people_are_one_finding() -> None:
    old = policy(30, a=["ada@example.com", "bob@example.com"], b=["carl@example.com"])
    new = {**old, "groups": {**old["groups"], "group:a": ["ada@example.com"]}}
    found, said = diff(old, new)
    lost = '"bob@example.com" may no longer reach "tag:t0" on tcp:1000 (and 29 more losses)'
    without = "which leaves them without any network access (the new version does not name them at all)"
    assert said == [f"{lost}, {without}"]
    assert sum(row.risk is Risk.LOCKOUT for row in found.rows) == 30


def test_those_who_lose_by_another_edit_or_are_others_have_findings_of_their_own() -> None:
    old = policy(9, a=["ada@example.com"], b=["bob@example.com"])
    _, said = diff(old, policy(9, a=[], b=[]) | {"grants": old["grants"]})
    assert [("ada" in text, "(and 8 more losses)" in text) for text in said] == [(True, True), (False, True)]


def test_every_row_is_told_or_counted() -> None:
    old = policy(9, a=["ada@example.com"], b=["bob@example.com", "carl@example.com"])
    found, _ = diff(old, policy(9, a=[], b=["bob@example.com"]))
    told = list(lockouts_together(found.rows))
    assert sum(1 + more for _, more in told) == len(found.rows)


def test_one_edit_may_lock_out_different_people() -> None:
    rows = [
        samples.LOSS._replace(
            risk=Risk.LOCKOUT,
            sources=(samples.person(f"u{n % 2}@example.com"),),
            stranded="them without any network access",
        )
        for n in range(20)
    ]
    assert [(row.sources[0].text, more) for row, more in lockouts_together(rows)] == [
        ("u0@example.com", 9),
        ("u1@example.com", 9),
    ]
    named = [row._replace(stranded='"ada@example.com" without any SSH login') for row in rows]
    assert [more for _, more in lockouts_together(named)] == [19]
