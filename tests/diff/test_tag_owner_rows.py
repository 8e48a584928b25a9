"""Rows on who may assign a tag say where the edit makes no difference."""

from __future__ import annotations

import pytest

from tailcli.diff.model import Lane
from tailcli.diff.tag_owner_rows import ANYWAY

from .policies import edited


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
