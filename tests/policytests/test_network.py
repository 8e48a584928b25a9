"""Entries of ``tests``: what passes, what fails, and what is malformed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.access.inventory import Device, Inventory
from tailcli.policytests.network import SEARCHED_RULES, SEARCHES

from .running import acl, facts, network, ran

if TYPE_CHECKING:
    from tailcli.policytests.results import EntryResult

OPEN = [acl("*", "*:*")]


def status(result: EntryResult) -> str:
    return result.status.value


@pytest.mark.parametrize(
    ("src", "dst", "expected"),
    [
        ("alice@example.com", "tag:db:5432", "accept"),
        ("alice@example.com", "tag:db:22", "deny"),
        ("bob@example.com", "tag:db:5432", "deny"),
        ("nobody@example.com", "tag:db:5432", "deny"),
        ("group:infra", "tag:db:5432", "accept"),
        ("tag:web", "tag:db:5432", "deny"),
        ("tag:client", "db:80", "accept"),
        ("tag:client", "100.64.0.5:80", "accept"),
        ("tag:client", "[fd7a:115c:a1e0::5]:80", "accept"),
        ("tag:client", "fd7a:115c:a1e0::5:80", "accept"),
        ("tag:client", "100.64.0.6:80", "deny"),
        ("10.0.0.1", "tag:web:80", "accept"),
        ("10.0.0.1", "tag:web:0", "deny"),
    ],
)
def test_judgement(src: str, dst: str, expected: str) -> None:
    rules = [
        acl("group:infra", "tag:db:5432"),
        acl("tag:client", "db:80"),
        acl("tag:client", "db6:80"),
        acl("net", "tag:web:80"),
    ]
    other = {"accept": "deny", "deny": "accept"}[expected]
    assert status(network(rules, {"src": src, expected: [dst]})) == "pass"
    assert status(network(rules, {"src": src, other: [dst]})) == "fail"


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ({"accept": ["tag:db:22"]}, "no source"),
        ({"src": "", "accept": ["tag:db:22"]}, "no source"),
        ({"src": "tag:web"}, "asserts nothing"),
        ({"src": "*", "accept": ["tag:db:22"]}, "cannot be the source"),
        ({"src": "autogroup:member", "accept": ["tag:db:22"]}, "cannot be the source"),
        ({"src": "tag:wbe", "accept": ["tag:db:22"]}, "not defined"),
        ({"src": "group:empty", "accept": ["tag:db:22"]}, "no members"),
        ({"src": "phantom", "accept": ["tag:db:22"]}, "neither a host"),
        ({"src": "net", "accept": ["tag:db:22"]}, "more than one address"),
        ({"src": "tag:web", "proto": "tpc", "accept": ["tag:db:22"]}, "not known"),
        ({"src": "tag:web", "accept": ["tag:db"]}, "has no port"),
        ({"src": "tag:web", "accept": ["tag:db:80,443"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:8000-8100"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:*"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:-1"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:99999"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:" + "9" * 5000]}, "not a single port"),
        ({"src": "tag:web", "accept": ["tag:db:https"]}, "not a single port"),
        ({"src": "tag:web", "accept": ["*:22"]}, "cannot be the destination"),
        ({"src": "tag:web", "accept": ["autogroup:internet:443"]}, "cannot be the destination"),
        ({"src": "tag:web", "deny": ["autogroup:self:22"]}, "cannot be the destination"),
        ({"src": "tag:web", "accept": ["10.0.0.0/8:22"]}, "more than one address"),
        ({"src": "tag:web", "accept": ["10.0.0.1/32:22"]}, "CIDR"),
        ({"src": "tag:web", "accept": ["net:22"]}, "more than one address"),
        ({"src": "tag:web", "deny": ["tag:bd:22"]}, "not defined"),
        ({"src": "tag:web", "deny": ["phantom:22"]}, "neither a host"),
        ({"src": "100.64.0.5", "deny": ["db6:22"]}, "different address families"),
    ],
)
def test_malformed_entries_fail_with_the_reason(test: dict[str, Any], reason: str) -> None:
    result = network(OPEN, test)
    assert status(result) == "fail"
    fault = result.fault or result.assertions[0].fault
    assert fault is not None
    assert reason in fault.message


@pytest.mark.parametrize(
    ("proto", "rule", "answer"),
    [
        (None, "tcp", "pass"),
        (None, "udp", "pass"),
        (None, "icmp", "fail"),
        ("tcp", "udp", "fail"),
        ("6", "tcp", "pass"),
        ("17", "6", "fail"),
        ("udp", None, "pass"),
        ("sctp", None, "fail"),
        ("icmp", None, "unknown"),
        ("icmp", "tcp", "unknown"),
    ],
)
def test_protocols(proto: str | None, rule: str | None, answer: str) -> None:
    test = {"src": "tag:web", "accept": ["tag:db:443"]} | ({"proto": proto} if proto else {})
    rules = [acl("tag:web", "tag:db:443", **({"proto": rule} if rule else {}))]
    if proto == "icmp":
        test["accept"] = ["tag:db:0"]
    assert status(network(rules, test)) == answer


def test_ping_is_sure_where_every_port_is_open() -> None:
    test = {"src": "tag:web", "proto": "icmp", "accept": ["tag:db:0"]}
    assert status(network([acl("tag:web", "tag:db:*")], test)) == "pass"


@pytest.mark.parametrize(
    ("attributes", "answer"),
    [
        ({"node:os": "macos", "node:osVersion": "14.1"}, "pass"),
        ({"node:os": "macos", "node:osVersion": "13.9"}, "fail"),
        ({"node:os": "macos"}, "fail"),
        (None, "fail"),
    ],
)
def test_posture_attributes(attributes: dict[str, object] | None, answer: str) -> None:
    test = {"src": "tag:web", "accept": ["tag:db:443"]}
    if attributes is not None:
        test["srcPostureAttrs"] = attributes
    assert status(network([acl("*", "*:*", srcPosture=["posture:mac"])], test)) == answer


def test_a_group_must_agree() -> None:
    rules = [acl("alice@example.com", "tag:db:22")]
    result = network(rules, {"src": "group:dev", "accept": ["tag:db:22"]})
    assert status(result) == "unknown"
    assert facts(result) == [
        "which of the group's members is meant (allowed: alice@example.com, denied: bob@example.com)"
    ]
    assert status(network(rules, {"src": "group:dev", "accept": ["tag:web:22"]})) == "fail"


BY_ITSELF = (
    "which of group:infra and its members is meant (allowed: alice@example.com, denied: the group by itself)"
)


@pytest.mark.parametrize("src", ["alice@example.com", "group:dev", "autogroup:admin"])
def test_what_a_member_has_by_other_words_is_not_sure_to_be_the_groups(src: str) -> None:
    lists = Inventory((), roles={"owner": ("alice@example.com",), "admin": ()})
    reach = {"src": "group:infra", "accept": ["tag:db:22"]}
    deny = {"src": "group:infra", "deny": ["tag:db:22"]}
    for test in (reach, deny):
        result = network([acl(src, "tag:db:22")], test, lists)
        assert (status(result), facts(result)) == ("unknown", [BY_ITSELF])


@pytest.mark.parametrize(
    "src", ["group:infra", "*", "autogroup:member", "user:*@example.com", "100.64.0.0/10"]
)
def test_what_a_group_has_as_such_is_sure(src: str) -> None:
    rules = [acl(src, "tag:db:22"), acl(src if src[0] != "1" else "fd7a:115c:a1e0::/48", "tag:db:22")]
    assert status(network(rules, {"src": "group:infra", "accept": ["tag:db:22"]})) == "pass"
    assert status(network(rules, {"src": "group:infra", "deny": ["tag:db:22"]})) == "fail"
    assert status(network(rules, {"src": "group:infra", "deny": ["tag:web:22"]})) == "pass"


UNDEFINED = "who is in group:ops, which the policy does not define"


@pytest.mark.parametrize(
    ("src", "accept", "deny"),
    [
        ("*", "unknown", "fail"),
        ("group:ops", "unknown", "fail"),
        ("autogroup:member", "unknown", "unknown"),
        ("autogroup:admin", "unknown", "unknown"),
        ("alice@example.com", "unknown", "unknown"),
        ("group:dev", "unknown", "unknown"),
        ("user:*@example.com", "unknown", "unknown"),
        ("tag:web", "fail", "unknown"),
        ("autogroup:tagged", "fail", "unknown"),
    ],
)
def test_a_group_that_the_policy_does_not_define_may_be_anybody(src: str, accept: str, deny: str) -> None:
    rules = [acl(src, "tag:db:22")]
    for expected, answer in (("accept", accept), ("deny", deny)):
        result = network(rules, {"src": "group:ops", expected: ["tag:db:22"]})
        assert status(result) == answer
        assert result.doubt is not None
        assert "not defined" in result.doubt.message
        assert facts(result) == ([UNDEFINED] if answer == "unknown" else [])


def test_a_group_of_an_identity_provider_exists() -> None:
    result = network(
        [acl("autogroup:member", "tag:db:22")], {"src": "group:it@example.com", "accept": ["tag:db:22"]}
    )
    assert (status(result), result.doubt) == ("pass", None)
    result = network(
        [acl("alice@example.com", "tag:db:22")], {"src": "group:it@example.com", "deny": ["tag:db:22"]}
    )
    assert status(result) == "unknown"
    told = Inventory(groups={"group:it@example.com": ("bob@example.com",)})
    rules = [acl("bob@example.com", "tag:db:22"), acl("group:it@example.com", "tag:db:22")]
    assert status(network(rules, {"src": "group:it@example.com", "accept": ["tag:db:22"]}, told)) == "pass"


def test_an_address_of_the_tailnet_needs_its_owner() -> None:
    rules = [acl("tag:web", "tag:db:22")]
    test = {"src": "tag:web", "accept": ["db:22"]}
    result = network(rules, test)
    assert (status(result), facts(result)) == ("unknown", ["whether db carries tag:db"])
    devices = (Device("d", ("100.64.0.5",), None, ("tag:db",)),)
    assert status(network(rules, test, Inventory(devices))) == "pass"
    assert status(network(rules, test, Inventory(()))) == "fail"


def test_one_family_alone_is_unknown() -> None:
    result = network([acl("100.64.0.0/10", "tag:db:22")], {"src": "tag:web", "accept": ["tag:db:22"]})
    assert facts(result) == ["whether tag:db is asked over IPv4, the only family allowed"]


def test_only_the_first_failures_of_a_large_policy_are_explained() -> None:
    rules = [acl("group:infra", f"tag:db:{port}") for port in range(1, SEARCHED_RULES // SEARCHES + 1)]
    test = {"src": "alice@example.com", "accept": ["tag:db:60000"] * (SEARCHES + 2)}
    near = [bool(assertion.near) for assertion in network(rules, test).assertions]
    assert near == [True] * SEARCHES + [False] * 2
    assert all(assertion.near for assertion in network(rules[:9], test).assertions)


def test_what_allows_it_and_what_nearly_does() -> None:
    rules = [acl("group:infra", "tag:db:22"), acl("tag:web", "tag:db:443"), acl("*", "tag:client:22")]
    result = network(rules, {"src": "alice@example.com", "accept": ["tag:db:443"], "deny": ["tag:db:22"]})
    denied, allowed = result.assertions
    assert [miss.answer.clause.name for miss in denied.near] == ["acls[0]", "acls[1]"]
    assert [[side.value for side in miss.missed] for miss in denied.near] == [["traffic"], ["src"]]
    assert [rule.name if hasattr(rule, "name") else rule.clause.name for rule in allowed.rules] == ["acls[0]"]


def test_acls_and_grants_are_pooled() -> None:
    sections: dict[str, Any] = {
        "acls": [acl("tag:web", "tag:db:22")],
        "grants": [{"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:443"]}],
    }
    test = {"src": "tag:web", "accept": ["tag:db:22", "tag:db:443"], "deny": ["tag:db:80"]}
    assert ran(tests=[test], **sections).status.value == "pass"
