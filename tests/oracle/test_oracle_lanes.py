"""The evaluator against answers worked out by hand: SSH and application capabilities."""

from __future__ import annotations

from typing import Any

import pytest

from .lanes import SshAnswer, capabilities, payloads, ssh
from .reach import ssh_reach
from .symbolic import symbolic_world
from .tailnet import ALWAYS, DEFINED, THINGS, WORLD, Policy, opens

SSH: Policy = DEFINED | {
    "ssh": [
        {"action": "accept", "src": ["group:eng"], "dst": ["tag:db"], "users": ["ubuntu", "root"]},
        {
            "action": "check",
            "src": ["alice@example.com"],
            "dst": ["tag:db"],
            "users": ["root"],
            "checkPeriod": "1h",
        },
        {
            "action": "check",
            "src": ["autogroup:member"],
            "dst": ["autogroup:self"],
            "users": ["autogroup:nonroot"],
        },
        {
            "action": "accept",
            "src": ["autogroup:member"],
            "dst": ["tag:web"],
            "users": ["localpart:*@example.com"],
        },
        {"action": "accept", "src": ["*", "10.0.0.0/8"], "dst": ["*"], "users": ["root"]},
    ]
}


@pytest.mark.parametrize(
    ("src", "dst", "login", "tried"),
    [
        ("alice", "db", "root", [("check", "1h"), ("accept", None)]),
        ("alice", "db", "ubuntu", [("accept", None)]),
        ("bob", "db", "root", [("accept", None)]),
        ("carol", "db", "root", []),
        ("db", "db", "root", []),
        ("alice", "alice2", "anything", [("check", "12h")]),
        ("alice", "alice2", "root", []),
        ("alice", "bob", "anything", []),
        ("alice", "dbweb", "alice", [("accept", None)]),
        ("alice", "dbweb", "bob", []),
        ("carol", "dbweb", "carol", []),
    ],
)
def test_ssh_tries_check_first(src: str, dst: str, login: str, tried: list[tuple[str, str | None]]) -> None:
    answers = ssh(SSH, WORLD, THINGS[src], THINGS[dst], login)
    assert [(one.action, one.check_period) for one in answers] == tried


def test_ssh_reach_says_the_same_of_stand_ins() -> None:
    found = ssh_reach(SSH, symbolic_world(SSH, SSH))
    accept = SshAnswer("accept", None, frozenset(ALWAYS))
    check = SshAnswer("check", "1h", frozenset(ALWAYS))
    assert found["alice@example.com", "tag:db", "root"] == (check, accept)
    assert found["bob@example.com", "tag:db", "root"] == (accept,)
    assert ("another member", "second another member", "ubuntu") not in found
    assert ("another member", "another member", "ubuntu") in found


CAPS: Policy = {
    "grants": [
        {
            "src": ["group:eng"],
            "dst": ["tag:db"],
            "app": {"tailscale.com/cap/secrets": [{"action": ["get"]}]},
        },
        {
            "src": ["alice@example.com"],
            "dst": ["*"],
            "app": {"tailscale.com/cap/secrets": [{"action": ["put"]}]},
        },
        {
            "src": ["bob@example.com"],
            "dst": ["tag:web"],
            "app": {"tailscale.com/cap/drive": [{"access": "ro"}]},
        },
        {"src": ["carol@example.org"], "dst": ["10.0.0.0/8", "100.64.0.6"], "app": {"example.com/x": []}},
        {"src": ["*"], "dst": ["office"], "via": ["tag:router"], "app": {"example.com/y": [{}]}},
    ]
}


@pytest.mark.parametrize(
    ("src", "dst", "given"),
    [
        ("alice", "db", {"tailscale.com/cap/secrets": [{"action": ["get"]}, {"action": ["put"]}]}),
        ("bob", "db", {"tailscale.com/cap/secrets": [{"action": ["get"]}]}),
        (
            "bob",
            "dbweb",
            {
                "tailscale.com/cap/secrets": [{"action": ["get"]}],
                "tailscale.com/cap/drive": [{"access": "ro"}],
            },
        ),
        ("dbweb", "bob", {"tailscale.com/cap/drive-sharer": []}),
        ("carol", "db", {"example.com/x": []}),
        ("carol", "router", {}),
        ("carol", "printer", {}),
        ("alice", "printer", {}),
    ],
)
def test_capabilities_concatenate(src: str, dst: str, given: dict[str, list[Any]]) -> None:
    assert capabilities(DEFINED | CAPS, WORLD, THINGS[src], THINGS[dst]) == given
    assert opens(CAPS, src, dst) == frozenset()


def test_capabilities_carry_their_conditions() -> None:
    rule = {"src": ["*"], "dst": ["*"], "app": {"example.com/x": [1]}, "srcPosture": ["posture:nl"]}
    [found] = payloads(DEFINED | {"grants": [rule]}, WORLD, THINGS["alice"], THINGS["db"])
    assert found.alternatives == {frozenset({"ip:country == 'NL'"})}
