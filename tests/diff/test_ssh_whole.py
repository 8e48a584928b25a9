"""One SSH rule beside many: it is told as that rule, and counts what the plain evaluator counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Lane

from .oracle_pairs import ssh_pairs, universe_of, world_of
from .policies import read

if TYPE_CHECKING:
    from tailcli.diff.model import Row

Json = dict[str, Any]
MANY = 6


def policy(action: str, *more: Json) -> Json:
    narrow = [
        {"action": action, "src": [f"group:g{n}"], "dst": [f"tag:t{n}"], "users": ["root"]}
        for n in range(MANY)
    ]
    return {
        "groups": {f"group:g{n}": [f"user{n}@example.com"] for n in range(MANY)},
        "tagOwners": {f"tag:t{n}": [] for n in range(MANY)},
        "grants": [{"src": ["*"], "dst": ["*"], "ip": ["tcp:22"]}],
        "ssh": [*narrow, *more],
    }


def wide(action: str) -> Json:
    return {"action": action, "src": ["autogroup:member"], "dst": ["autogroup:tagged"], "users": ["root"]}


def rows(old: Json, new: Json) -> list[Row]:
    found = [row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.SSH]
    expected = ssh_pairs(old, new, world_of(old, new), universe_of(old, new))
    for change, pairs in expected.items():
        assert sum(row.pairs for row in found if row.change is change) == len(pairs)
    return found


@pytest.mark.parametrize("is_gain", [True, False])
def test_one_rule_beside_many_is_one_row(*, is_gain: bool) -> None:
    versions = policy("accept"), policy("accept", wide("accept"))
    (row,) = rows(*(versions if is_gain else versions[::-1]))
    assert [party.text for party in row.sources] == ["autogroup:member"]
    assert [party.text for party in row.destinations] == ["autogroup:tagged"]
    which = "of the old version already" if is_gain else "of the new version still"
    assert row.notes[0] == f"except where ssh[0], ssh[1], ssh[2] and 3 more {which} let them in"
    assert row.witness is not None
    assert row.witness.source[4:5] != row.witness.destination[5:]


def test_one_rule_over_many_changes_their_terms_in_one_row() -> None:
    gained, changed = rows(policy("accept"), policy("accept", wide("check")))
    assert (gained.change, changed.change) == (Change.GAINED, Change.CHANGED)
    assert [party.text for party in changed.sources] == ["autogroup:member"]
    assert changed.notes == ("only where ssh[0], ssh[1], ssh[2] and 3 more of the old version let them in",)
    assert changed.witness is not None
    assert changed.witness.source[4:5] == changed.witness.destination[5:]


def test_many_rules_that_change_alike_stay_many_rows() -> None:
    found = rows(policy("accept"), policy("check"))
    assert len(found) == MANY
    assert all(not row.notes for row in found)


def test_a_login_on_other_terms_is_not_told_with_the_rest() -> None:
    """The new rule decides nearly everywhere, but for one pair another new rule comes before it."""
    first = {**wide("check"), "checkPeriod": "1h", "src": ["user0@example.com"], "dst": ["tag:t5"]}
    found = rows(policy("accept"), policy("accept", first, wide("check")))
    gained = [row for row in found if row.change is Change.GAINED]
    ends = [([p.text for p in row.sources], [p.text for p in row.destinations]) for row in gained]
    assert (["user0@example.com"], ["tag:t5"]) in ends
    assert not any(row.notes for row in gained)


def test_terms_are_said_to_change_only_where_they_do() -> None:
    """Here the old rules let in user0, but an earlier one decided for one of their tags."""
    first = {**wide("check"), "src": ["user0@example.com"], "dst": ["tag:t0"]}
    more = {**wide("accept"), "src": ["user0@example.com"], "dst": ["tag:t0", "tag:t1"]}
    old, new = policy("accept", more), policy("accept", more, wide("check"))
    for each in (old, new):
        each["ssh"].insert(0, first)
    changed = [row for row in rows(old, new) if row.change is Change.CHANGED]
    assert not any(row.notes for row in changed)


def test_every_rule_that_decided_is_told() -> None:
    """Two rules let in to a tag each, a third one to both."""
    first, second = ({**wide("accept"), "dst": [f"tag:t{n}"]} for n in range(2))
    (changed,) = rows(*({**policy("accept"), "ssh": listed} for listed in ([first, second], [CHECKED])))
    assert changed.change is Change.CHANGED
    assert [place.label for place in changed.old] == ["ssh[0]", "ssh[1]"]
    assert [place.label for place in changed.new] == ["ssh[0]"]


CHECKED = {**wide("check"), "dst": ["tag:t0", "tag:t1"]}
