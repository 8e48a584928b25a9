"""Rows on who may assign a tag say where the edit makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Lane
from tailcli.diff.tag_owner_rows import ANYWAY
from tests.compare.stand_ins import read

from .policies import edited

if TYPE_CHECKING:
    from tailcli.policy.model import Policy


@pytest.mark.parametrize(
    ("owners", "notes"),
    [
        (["group:dev", "autogroup:admin"], [(ANYWAY,)]),
        (["group:dev", "autogroup:network-admin"], [(ANYWAY,)]),
        (["group:dev", "autogroup:owner"], [(ANYWAY,)]),
        (["group:dev", "autogroup:it-admin"], [()]),
    ],
)
def test_who_may_assign_every_tag_anyway_makes_no_difference(
    owners: list[str], notes: list[tuple[str, ...]]
) -> None:
    found = edited(lambda p: p["tagOwners"].update({"tag:web": owners}))
    assert [row.notes for row in found.rows if row.lane is Lane.TAG_OWNERS] == notes


def test_a_tag_that_is_new_is_nobodys_before() -> None:
    found = edited(lambda p: p["tagOwners"].update({"tag:new": ["autogroup:admin"]}))
    assert [row.notes for row in found.rows if row.lane is Lane.TAG_OWNERS] == [()]


def test_of_several_edits_the_group_that_is_named_first_tells_the_cause() -> None:
    owners = [f"group:g{number}" for number in range(12)]

    def policy(*members: str) -> Policy:
        groups = {name: list(members) for name in owners}
        return read({"groups": groups, "tagOwners": {"tag:db": owners}, "grants": []})

    (row,) = compare_policies(policy(), policy("new@example.com")).rows
    assert row.cause is not None
    assert row.cause.text == "new@example.com joined group:g0"
