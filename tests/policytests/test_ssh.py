"""Entries of ``sshTests``."""

from __future__ import annotations

from typing import Any

import pytest

from tailcli.access.inventory import Device, Inventory

from .running import facts, login

RULES: list[dict[str, Any]] = [
    {"action": "accept", "src": ["group:infra"], "dst": ["tag:db"], "users": ["root", "ops"]},
    {"action": "check", "src": ["alice@example.com"], "dst": ["tag:db"], "users": ["root"]},
    {
        "action": "accept",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
    },
    {"action": "accept", "src": ["tag:client"], "dst": ["tag:web"], "users": ["deploy"]},
    {"action": "accept", "src": ["group:dev"], "dst": ["tag:web"], "users": ["localpart:*@example.com"]},
]


@pytest.mark.parametrize(
    ("src", "dst", "user", "outcome"),
    [
        ("alice@example.com", "tag:db", "root", "check"),
        ("alice@example.com", "tag:db", "ops", "accept"),
        ("alice@example.com", "tag:db", "deploy", "deny"),
        ("bob@example.com", "tag:db", "root", "deny"),
        ("bob@example.com", "bob@example.com", "bob", "accept"),
        ("bob@example.com", "bob@example.com", "root", "deny"),
        ("bob@example.com", "alice@example.com", "bob", "deny"),
        ("bob@example.com", "tag:web", "bob", "accept"),
        ("bob@example.com", "tag:web", "alice", "deny"),
        ("tag:client", "tag:web", "deploy", "accept"),
        ("tag:client", "tag:web", "client", "deny"),
    ],
)
def test_outcomes_are_three(src: str, dst: str, user: str, outcome: str) -> None:
    for expected in ("accept", "check", "deny"):
        result = login(RULES, {"src": src, "dst": [dst], expected: [user]})
        assert result.status.value == ("pass" if expected == outcome else "fail")
        assert result.assertions[0].actual == outcome


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ({"dst": ["tag:db"], "deny": ["root"]}, "no source"),
        ({"src": "tag:web", "deny": ["root"]}, "no destination"),
        ({"src": "tag:web", "dst": ["tag:db"]}, "asserts nothing"),
        ({"src": "tag:web", "dst": ["tag:db"], "deny": [""]}, "login is empty"),
        ({"src": "tag:web", "dst": ["autogroup:internet"], "deny": ["root"]}, "cannot be the destination"),
        ({"src": "tag:web", "dst": ["10.0.0.0/8"], "deny": ["root"]}, "cannot be the destination"),
        ({"src": "tag:web", "dst": ["tag:bd"], "deny": ["root"]}, "not defined"),
        ({"src": "autogroup:member", "dst": ["tag:db"], "deny": ["root"]}, "cannot be the source"),
        (
            {"src": "alice@example.com", "dst": ["tag:db"], "accept": ["ops"], "deny": ["ops"]},
            "expected to be denied as well",
        ),
    ],
)
def test_malformed_entries_fail_with_the_reason(test: dict[str, Any], reason: str) -> None:
    result = login(RULES, test)
    assert result.status.value == "fail"
    fault = result.fault or result.assertions[0].fault
    assert fault is not None
    assert reason in fault.message


def test_an_address_needs_its_device() -> None:
    test = {"src": "alice@example.com", "dst": ["db"], "accept": ["ops"]}
    result = login(RULES, test)
    assert result.status.value == "unknown"
    assert facts(result) == [
        "whether there is a device at db",
        "whether db carries tag:db",
        "whether both ends belong to the same user",
    ]
    devices = (
        Device("db", ("100.64.0.5",), None, ("tag:db",)),
        Device("laptop", ("100.64.0.1",), "alice@example.com"),
    )
    assert login(RULES, test, Inventory(devices)).status.value == "pass"
    assert login(RULES, test, Inventory(devices[:1])).status.value == "fail"


def test_what_no_rule_can_allow_is_decided_without_the_device() -> None:
    test = {"src": "alice@example.com", "dst": ["db"], "accept": ["nobody-has-this"]}
    rules = [rule for rule in RULES if rule["users"] != ["autogroup:nonroot"]]
    assert login(rules, test).status.value == "fail"


def test_a_bare_ipv6_destination_stays_unknown() -> None:
    devices = (
        Device("db", ("fd7a:115c:a1e0::5",), None, ("tag:db",)),
        Device("laptop", ("100.64.0.1",), "alice@example.com"),
    )
    test = {"src": "alice@example.com", "dst": ["fd7a:115c:a1e0::5"], "accept": ["ops"]}
    result = login(RULES, test, Inventory(devices))
    assert result.status.value == "unknown"
    assert facts(result) == ["how the control plane takes a bare IPv6 address here (fd7a:115c:a1e0::5)"]


def test_every_device_of_a_tag_counts() -> None:
    devices = (
        Device("one", ("100.64.0.5",), None, ("tag:web",)),
        Device("two", ("100.64.0.6",), None, ("tag:web", "tag:db")),
        Device("laptop", ("100.64.0.1",), "alice@example.com"),
    )
    test = {"src": "alice@example.com", "dst": ["tag:web"], "deny": ["ops"]}
    result = login(RULES, test, Inventory(devices))
    assert (result.status.value, result.assertions[0].actual) == ("fail", "accept or deny")


def test_a_group_is_not_sure_to_have_what_a_member_has_by_other_words() -> None:
    own = {"src": "group:infra", "dst": ["alice@example.com"], "deny": ["ops"]}
    result = login(RULES, own)
    assert (result.status.value, facts(result)) == (
        "unknown",
        ["which of group:infra and its members is meant (alice@example.com)"],
    )
    assert login(RULES, {"src": "group:infra", "dst": ["tag:db"], "accept": ["ops"]}).status.value == "pass"
    assert (
        login(RULES, {"src": "group:infra", "dst": ["tag:db"], "check": ["root"]}).status.value == "unknown"
    )
    assert (
        login(RULES, {"src": "group:infra", "dst": ["tag:web"], "accept": ["alice"]}).status.value
        == "unknown"
    )


def test_a_group_is_held_to_every_device_as_a_member_is() -> None:
    devices = (
        Device("one", ("100.64.0.5",), None, ("tag:web",)),
        Device("two", ("100.64.0.6",), None, ("tag:web", "tag:db")),
        Device("laptop", ("100.64.0.1",), "alice@example.com"),
    )
    test = {"src": "group:infra", "dst": ["tag:web"], "deny": ["ops"]}
    assert login(RULES, test, Inventory(devices)).status.value == "fail"


def test_a_group_whose_members_have_no_device_cannot_be_asked_about() -> None:
    devices = (Device("db", ("100.64.0.5",), None, ("tag:db",)),)
    result = login(RULES, {"src": "group:infra", "dst": ["tag:db"], "accept": ["ops"]}, Inventory(devices))
    assert result.fault is not None
    assert "has no device" in result.fault.message


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        ({"dst": ["tag:db"], "accept": ["root"]}, "unknown"),
        ({"dst": ["tag:db"], "deny": ["root"]}, "unknown"),
        ({"dst": ["tag:db"], "accept": ["nobody"]}, "fail"),
        ({"dst": ["tag:db"], "deny": ["nobody"]}, "unknown"),
        ({"dst": ["bob@example.com"], "accept": ["ops"]}, "unknown"),
        ({"dst": ["tag:web"], "accept": ["bob"]}, "unknown"),
        ({"dst": ["tag:client"], "accept": ["ops"]}, "unknown"),
        ({"dst": ["tag:client"], "deny": ["ops"]}, "fail"),
    ],
)
def test_a_group_that_the_policy_does_not_define_may_be_anybody(test: dict[str, Any], answer: str) -> None:
    rules = [*RULES, {"action": "accept", "src": ["group:ops"], "dst": ["tag:client"], "users": ["ops"]}]
    result = login(rules, {"src": "group:ops", **test})
    assert result.status.value == answer
    assert result.doubt is not None
