"""What a diff says of the facts that it rests on, and of those that are missing, with what would tell."""

from __future__ import annotations

from typing import Any

import pytest

from tailcli.access.inventory import Device, Inventory
from tailcli.diff.compute import compare_policies
from tests.compare.stand_ins import read

Json = dict[str, Any]
STAFF = "group:staff@example.com"
GROUPS = Inventory(groups={STAFF: ("alice@example.com",)})
ROLES = Inventory(roles={"owner": ("bob@example.com",)})
EVERYTHING = Inventory(groups=GROUPS.groups, roles=ROLES.roles)
ROLES_WOULD = "[roles] in tailcli.toml would"
BOTH_WOULD = "[groups] and [roles] in tailcli.toml would"
USERS = "a list of users (--devices FILE)"
THE_FILE = "the file does not tell"
AS_TOLD = "are those that the settings or --devices tell: they may change without the file"
LISTED = Inventory(devices=(Device("db-1", ("100.64.0.8",), None, ("tag:db",)),))


def notes(sources: list[str], facts: Inventory | None, old_sources: list[str] | None = None) -> list[str]:
    def policy(src: list[str], dst: str) -> Json:
        rules = [{"src": src, "dst": [dst], "ip": ["tcp:22"]}] if src else []
        return {"tagOwners": {"tag:db": [], "tag:x": []}, "grants": rules}

    before, after = policy(old_sources or [], "tag:db"), policy(sources, "tag:db")
    return [*compare_policies(read(before), read(after), inventory=facts).notes]


@pytest.mark.parametrize(
    ("sources", "facts", "said"),
    [
        ([STAFF], None, f"the file does not tell who is in {STAFF}: [groups] in tailcli.toml would"),
        ([STAFF], ROLES, f"the file does not tell who is in {STAFF}: [groups] in tailcli.toml would"),
        (
            ["autogroup:admin"],
            GROUPS,
            f"the file does not tell who is in autogroup:admin: {ROLES_WOULD}, or {USERS}",
        ),
        (
            [STAFF, "autogroup:owner"],
            None,
            f"{THE_FILE} who is in {STAFF} or autogroup:owner: {BOTH_WOULD}, or for roles {USERS}",
        ),
        (
            [STAFF, "autogroup:owner"],
            EVERYTHING,
            f"the people in {STAFF} and autogroup:owner {AS_TOLD}",
        ),
    ],
)
def test_one_line_says_what_is_missing_or_taken(
    sources: list[str], facts: Inventory | None, said: str
) -> None:
    assert notes(sources, facts) == [said]


@pytest.mark.parametrize("sources", [["alice@example.com"], ["autogroup:member"], ["*"], ["tag:x"]])
def test_nothing_is_said_where_no_row_needs_it(sources: list[str]) -> None:
    assert notes(sources, None) == []
    assert notes(sources, EVERYTHING) == []


def test_nothing_is_missed_where_nothing_changes() -> None:
    assert notes([STAFF, "autogroup:admin"], None, [STAFF, "autogroup:admin"]) == []


def test_a_group_that_is_only_not_defined_is_not_missed() -> None:
    assert not [note for note in notes(["group:typo"], None) if "does not tell" in note]


def test_many_names_are_counted() -> None:
    groups = [f"group:g{number}@example.com" for number in range(9)]
    (note,) = notes(groups, None)
    assert note.startswith(f"the file does not tell who is in {', '.join(groups[:3])} or 6 more:")


def test_devices_would_tell_who_is_at_an_address() -> None:
    old: Json = {
        "tagOwners": {"tag:db": []},
        "grants": [{"src": ["alice@example.com"], "dst": ["tag:db"], "ip": ["tcp:22"]}],
    }
    rule = {"src": ["alice@example.com"], "dst": ["100.64.0.8"], "ip": ["tcp:22"]}
    new = old | {"grants": [*old["grants"], rule]}
    said = "the file does not tell which devices there are: a list of them would (--devices FILE)"
    assert list(compare_policies(read(old), read(new)).notes) == [said]
    assert list(compare_policies(read(old), read(new), inventory=LISTED).notes) == []
