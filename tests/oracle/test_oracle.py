"""The evaluator against answers worked out by hand, one fact of the policy language at a time: packets."""

from __future__ import annotations

import pytest

from .evaluate import allowed
from .tailnet import ALWAYS, DEFINED, THINGS, WORLD, Policy, acl, grant, opens
from .world import Address, Device, World


@pytest.mark.parametrize(
    ("selector", "picked"),
    [
        ("alice@example.com", "alice alice2"),
        ("user:alice@example.com", "alice alice2"),
        ("nobody@example.com", ""),
        ("group:eng", "alice alice2 bob"),
        ("group:empty", ""),
        ("group:staff", "carol"),
        ("user:*@example.com", "alice alice2 bob"),
        ("user:b*@example.com", ""),
        ("tag:db", "db dbweb"),
        ("tag:web", "dbweb"),
        ("tag:none", ""),
        ("autogroup:member", "alice alice2 bob carol"),
        ("autogroup:members", "alice alice2 bob carol"),
        ("autogroup:tagged", "db dbweb router exit"),
        ("autogroup:owner", "alice alice2"),
        ("autogroup:admin", "alice alice2 bob"),
        ("autogroup:auditor", ""),
        ("autogroup:shared", "guest"),
        ("autogroup:internet", ""),
        (
            "*",
            "alice alice2 bob carol guest db dbweb router exit printer unheld v6-host",
        ),
        (
            "autogroup:danger-all",
            " ".join(THINGS).replace("v6 host", "v6-host"),
        ),
        ("100.64.0.6", "db"),
        ("fd7a:115c:a1e0::6", "db"),
        ("dbhost", "db"),
        ("printer", "printer"),
        ("10.0.0.0/8", "printer stray"),
        ("100.64.0.0/30", "alice alice2 bob"),
        (" tag:db ", "db dbweb"),
        ("ipset:gone", ""),
        ("ipset:nested", "printer stray"),
        ("ipset:absent", ""),
    ],
)
def test_who_a_source_selector_picks(selector: str, picked: str) -> None:
    policy = DEFINED | {"grants": [{"src": [selector], "dst": ["*"], "ip": ["*"]}]}
    dst = {4: Address("10.1.9.9"), 6: Address("2001:db8:5::77")}
    names = {
        name.replace(" ", "-")
        for name, thing in THINGS.items()
        for one in ([dst[thing.family]] if isinstance(thing, Address) else dst.values())
        if allowed(policy, WORLD, thing, one, 6, 22)
    }
    assert names == set(picked.split())


@pytest.mark.parametrize(
    ("selector", "reached"),
    [
        ("alice@example.com", "alice alice2"),
        ("group:eng", "alice alice2 bob"),
        ("autogroup:member", "alice alice2 bob carol"),
        ("autogroup:tagged", "db dbweb router exit"),
        ("tag:router", "router"),
        ("tag:exit", "exit"),
        ("autogroup:internet", "internet v6-host"),
        ("*", "alice alice2 bob carol guest db dbweb router exit printer v6-host internet"),
        ("printer", "printer"),
        ("office", "printer"),
        ("10.0.0.0/8", "printer"),
        ("10.2.0.0/16", ""),
        ("100.64.0.6", "db"),
        ("dbhost", "db"),
        ("100.64.0.0/30", "alice alice2 bob"),
        ("203.0.113.0/24", "internet"),
        ("2001:db8::/32", "v6-host"),
        ("ipset:most", "printer"),
        ("ipset:gone", ""),
        ("ipset:web", "internet v6-host"),
        ("autogroup:danger-all", ""),
        ("svc:wiki", ""),
    ],
)
def test_what_a_destination_selector_opens(selector: str, reached: str) -> None:
    policy = DEFINED | {"grants": [{"src": ["carol@example.org"], "dst": [selector], "ip": ["*"]}]}
    names = {
        n.replace(" ", "-") for n, to in THINGS.items() if allowed(policy, WORLD, THINGS["carol"], to, 6, 22)
    }
    assert names == set(reached.split())


def test_families_do_not_mix() -> None:
    four = Device("four", addresses=("100.64.0.77",), tags=("tag:four",))
    six = Device("six", addresses=("fd7a:115c:a1e0::77",), tags=("tag:six",))
    world = World((four, six))
    assert allowed(grant("*", "*"), world, four, six, 6, 22) == frozenset()
    assert opens(grant("100.64.0.1", "tag:db"), "alice", "db") == ALWAYS
    assert opens(grant("100.64.0.1", "db6"), "alice", "db") == frozenset()
    assert opens(grant("alice@example.com", "db6"), "alice", "db") == ALWAYS


def test_neither_key_opens_everything_and_an_empty_one_nothing() -> None:
    assert opens({}, "alice", "db", 58, 0) == ALWAYS
    assert opens({}, "alice", "db", 132) == frozenset()
    assert opens({"acls": None}, "stray", "db") == frozenset()
    assert opens({"acls": []}, "alice", "db") == frozenset()
    assert opens({"grants": []}, "alice", "db") == frozenset()


def test_grants_and_acls_add_up() -> None:
    policy = acl("alice@example.com", "tag:db:22") | grant("bob@example.com", "tag:db", "tcp:22")
    assert opens(policy, "alice", "db") == opens(policy, "bob", "db") == ALWAYS
    assert opens(policy, "carol", "db") == frozenset()


def test_an_action_other_than_accept_adds_nothing() -> None:
    assert opens(acl("*", "*:*", action="deny"), "alice", "db") == frozenset()


@pytest.mark.parametrize(
    ("src", "dst", "reached"),
    [
        ("*", "alice", "alice alice2"),
        ("autogroup:member", "bob", "bob"),
        ("group:eng", "carol", ""),
        ("bob@example.com", "alice", ""),
        ("*", "db", ""),
        ("*", "guest", ""),
    ],
)
def test_self_is_the_same_owner(src: str, dst: str, reached: str) -> None:
    names = {name for name in THINGS if opens(acl(src, "autogroup:self:*"), name, dst)}
    assert names == set(reached.split())


@pytest.mark.parametrize(
    ("policy", "proto", "port", "passes"),
    [
        (acl("*", "*:22"), 6, 22, True),
        (acl("*", "*:22"), 17, 22, True),
        (acl("*", "*:22"), 1, 22, True),
        (acl("*", "*:22"), 58, 22, True),
        (acl("*", "*:22"), 132, 22, False),
        (acl("*", "*:*"), 132, 22, False),
        (acl("*", "*:22,8000-8100"), 6, 8100, True),
        (acl("*", "*:22,8000-8100"), 6, 8101, False),
        (acl("*", "*:22", proto="tcp"), 17, 22, False),
        (acl("*", "*:*", proto="icmp"), 58, 0, False),
        (acl("*", "*:*", proto="17"), 17, 9, True),
        (acl("*", "*:22", proto=""), 17, 22, True),
        (acl("*", "*:*"), 6, 0, True),
        (acl("*", "*:1-65535"), 6, 0, False),
        (acl("*", "tag:db:80 *:22"), 6, 80, True),
        (grant("*", "*", "47"), 47, 1, False),
        (grant("*", "*", "47"), 6, 47, True),
        (grant("*", "*", "gre:*"), 47, 0, True),
        (grant("*", "*", "GRE:*"), 47, 0, True),
        (grant("*", "*", "*:80"), 17, 80, True),
        (grant("*", "*", "tcp:80 udp:53"), 17, 80, False),
        (grant("*", "*", "tcp:80 udp:53"), 17, 53, True),
        (grant("*", "*", "*"), 132, 0, False),
        ({"grants": [{"src": ["*"], "dst": ["*"]}]}, 6, 22, False),
        ({"acls": [{"action": "accept", "users": ["*"], "ports": ["*:22"]}]}, 6, 22, True),
        (acl("*", "fd7a:115c:a1e0::6:22"), 6, 22, True),
        (acl("*", "[fd7a:115c:a1e0::6]:22"), 6, 22, True),
        (acl("*", "fd7a:115c:a1e0::/48:22"), 6, 22, True),
    ],
)
def test_ports_and_protocols(policy: Policy, proto: int, port: int, *, passes: bool) -> None:
    assert bool(opens(policy, "alice", "db", proto, port)) is passes


def test_postures_are_alternatives_of_assertions() -> None:
    mac, nl = frozenset({"node:os == 'macos'", "custom:a == 1"}), frozenset({"ip:country == 'NL'"})
    both = grant("*", "tag:db", srcPosture=["posture:mac", "posture:nl"])
    assert opens(both, "alice", "db") == {mac, nl}
    by_default = grant("*", "tag:db") | {"defaultSrcPosture": ["posture:nl"]}
    assert opens(by_default, "alice", "db") == {nl}
    assert opens(both | {"defaultSrcPosture": ["posture:nl"]}, "alice", "db") == {mac, nl}
    assert opens(grant("*", "tag:db", srcPosture=["posture:nowhere"]), "alice", "db") == frozenset()


def test_an_unconditional_rule_makes_conditions_needless() -> None:
    rules = grant("*", "tag:db", srcPosture=["posture:mac"])["grants"] + grant("*", "tag:db")["grants"]
    assert opens({"grants": rules}, "alice", "db") == ALWAYS


def test_postures_do_not_bind_guests_and_hosts_behind_routers() -> None:
    policy = grant("*", "tag:db", srcPosture=["posture:mac"])
    assert opens(policy, "guest", "db") == opens(policy, "printer", "db") == ALWAYS
    assert opens(policy, "unheld", "db") != ALWAYS


@pytest.mark.parametrize(
    ("via", "dst", "to", "answer"),
    [
        ("tag:router", "office", "printer", {frozenset({"via:tag:router"})}),
        ("tag:router", "10.0.0.0/8", "printer", {frozenset({"via:tag:router"})}),
        ("tag:exit", "office", "printer", set()),
        ("tag:exit", "autogroup:internet", "internet", {frozenset({"via:tag:exit"})}),
        ("tag:router", "autogroup:internet", "internet", set()),
        ("tag:router", "100.64.0.8", "router", set()),
        ("tag:router", "tag:router", "router", set()),
    ],
)
def test_via_reaches_through_tagged_routers_only(
    via: str, dst: str, to: str, answer: set[frozenset[str]]
) -> None:
    assert opens(grant("*", dst, via=[via]), "alice", to) == answer


def test_a_plain_rule_makes_via_needless() -> None:
    rules = grant("*", "office", via=["tag:router"])["grants"] + grant("bob@example.com", "office")["grants"]
    assert opens({"grants": rules}, "bob", "printer") == ALWAYS
    assert opens({"grants": rules}, "carol", "printer") == {frozenset({"via:tag:router"})}
