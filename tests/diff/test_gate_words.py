"""What gates say: in the words of the rows, with the names of all whom it is about."""

from __future__ import annotations

from typing import Any

import pytest

from .test_gates import DB, MAC, OPS, TAGGED, WEB, app, found, grant, login

ZOE = '"zoe@example.com"'
UNNAMED = (
    '"autogroup:tagged" and members that the policy does not name without any network access and '
    '"alice@example.com" without a way to port 22'
)
ALL = [OPS, WEB, TAGGED]


def lockouts(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What the gate says that a change leaves somebody without."""
    return [one.message.partition(", which leaves ")[2] for one in found(old, new) if one.name == "lockout"]


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ({"grants": ALL}, {"grants": [OPS, TAGGED]}, ["them without any network access"]),
        ({"grants": ALL}, {"grants": [OPS, WEB]}, ["them without any network access"]),
        # A tag that went away locks nobody out.
        (
            {"grants": [OPS, grant("tag:prod-db", "tag:web", "tcp:80")]},
            {"grants": [OPS], "tagOwners": {"tag:web": []}},
            [],
        ),
        ({"grants": [OPS, grant("tag:gone", "tag:web", "*")]}, {"grants": [OPS]}, []),
        (
            {"grants": [OPS, grant("zoe@example.com", "tag:web", "tcp:80")]},
            {"grants": [OPS]},
            ["them without any network access (the new version does not name them at all)"],
        ),
        (
            {"grants": [OPS, {**WEB, "src": ["zoe@example.com", "group:dev"]}]},
            {"grants": [OPS]},
            [f"them without any network access (the new version does not name {ZOE} at all)"],
        ),
        (
            {"grants": [OPS, WEB]},
            {"grants": [WEB, grant("group:ops", "tag:web", "tcp:443")]},
            ["them without a way to port 22"],
        ),
        (
            {"ssh": [login("group:dev", "tag:web", "ops")]},
            {"ssh": []},
            ["them without any SSH login"],
        ),
        (
            {"grants": [grant("*", "tag:web", "*"), WEB]},
            {"grants": [WEB, grant("alice@example.com", "tag:prod-db", "tcp:5432")]},
            ["them without a way to port 22", UNNAMED],
        ),
        # Who keeps access under a condition is not locked out.
        ({"grants": ALL}, {**MAC, "grants": [OPS, {**WEB, "srcPosture": ["posture:mac"]}, TAGGED]}, []),
    ],
)
def test_a_lockout_says_who_is_left_without_what(
    old: dict[str, Any], new: dict[str, Any], left: list[str]
) -> None:
    assert lockouts(old, new) == left


def test_a_condition_that_nobody_meets_locks_out() -> None:
    never = {"postures": {"posture:mac": ["node:os == 'macos'", "node:os == 'linux'"]}}
    new = {**never, "grants": [OPS, {**WEB, "srcPosture": ["posture:mac"]}]}
    assert lockouts({"grants": [OPS, WEB]}, new) == ["them without any network access"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            {},
            {"grants": [OPS, grant("group:dev", "tag:web", "22", "80")]},
            '"group:dev" may newly reach "tag:web" on ports 22,80 (tcp, udp, icmp)',
        ),
        (
            {},
            {"grants": [OPS, grant("*", "*", "tcp:1")]},
            "everyone (*) may newly reach everything (*) on tcp:1",
        ),
        (
            {},
            {"grants": [OPS, {**DB, "src": ["group:dev", "eve@example.com", "autogroup:member"]}]},
            '"group:dev", "eve@example.com" and "autogroup:member" may newly reach "tag:prod-db" on tcp:5432',
        ),
        (
            {},
            {"ssh": [login("group:dev", "autogroup:tagged", "autogroup:nonroot")]},
            '"group:dev" may newly log in to "autogroup:tagged" by SSH as any account except root',
        ),
        (
            {},
            {"autoApprovers": {"routes": {"10.0.0.0/8": ["group:dev"], "10.1.0.0/16": ["group:dev"]}}},
            '"group:dev": newly approved: routes 10.0.0.0/8 and 10.1.0.0/16, and any inside them',
        ),
        (
            {},
            {"autoApprovers": {"routes": {"::/0": ["group:dev"]}}},
            '"group:dev": newly approved: every IPv6 subnet route (not the exit route)',
        ),
    ],
)
def test_a_gate_speaks_as_the_rows_do(old: dict[str, Any], new: dict[str, Any], message: str) -> None:
    assert [one.message for one in found(old, new)] == [message]


@pytest.mark.parametrize("role", ["admin", "network-admin", "owner"])
def test_who_may_assign_every_tag_is_no_new_owner(role: str) -> None:
    owners = [f"autogroup:{role}", "dan@example.com"]
    new = {"tagOwners": {"tag:web": owners[:1], "tag:prod-db": []}}
    assert not found({}, new)
    [finding] = found({}, {"tagOwners": {"tag:web": owners, "tag:prod-db": owners, "tag:new": owners[:1]}})
    assert finding.message == '"dan@example.com" may newly assign tag:web and tag:prod-db'


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (
            {"recorder": ["tag:web"]},
            {},
            [
                (
                    '"group:dev" may use kubernetes on "tag:prod-db" on easier terms '
                    "(was: recorded by tag:web; now: not recorded)"
                )
            ],
        ),
        (
            {"recorder": ["tag:web"]},
            {"recorder": ["tag:prod-db"]},
            [
                (
                    '"group:dev" may use kubernetes on "tag:prod-db" on other terms '
                    "(was: recorded by tag:web; now: recorded by tag:prod-db)"
                )
            ],
        ),
        ({}, {"recorder": ["tag:web"]}, []),
    ],
)
def test_who_is_no_longer_recorded_is_worth_a_look(
    old: dict[str, Any], new: dict[str, Any], messages: list[str]
) -> None:
    settings = (
        {
            "grants": [
                OPS,
                app(
                    "group:dev", "kubernetes", {"impersonate": {"groups": ["readers"]}, **one}, "tag:prod-db"
                ),
            ]
        }
        for one in (old, new)
    )
    shown = found(*settings)
    assert [one.message for one in shown] == messages
    assert {one.name for one in shown} <= {"ssh-check-weakened"}
