"""The evaluator against answers worked out by hand, one fact of the policy language at a time."""

from __future__ import annotations

from typing import Any

import pytest

from .evaluate import Alternatives, allowed
from .lanes import SshAnswer, capabilities, payloads, ssh
from .reach import Row, changes, reach, ssh_reach
from .symbolic import symbolic_world
from .world import EXIT_ROUTES, Address, Device, Person, Service, Thing, World

Policy = dict[str, Any]

ALICE = Person("alice@example.com", role="owner")
BOB = Person("bob@example.com", role="admin")
CAROL = Person("carol@example.org", synced=("group:staff",))
GUEST = Person("guest@example.net", shared=True)


def device(
    name: str, last: int, owner: Person | None = None, *tags: str, routes: tuple[str, ...] = ()
) -> Device:
    """A device at 100.64.0.last and fd7a:115c:a1e0::last."""
    return Device(name, owner, tags, (f"100.64.0.{last}", f"fd7a:115c:a1e0::{last}"), routes)


THINGS: dict[str, Thing] = {
    "alice": device("alice", 1, ALICE),
    "alice2": device("alice2", 2, ALICE),
    "bob": device("bob", 3, BOB),
    "carol": device("carol", 4, CAROL),
    "guest": device("guest", 5, GUEST),
    "db": device("db", 6, None, "tag:db"),
    "dbweb": device("dbweb", 7, None, "tag:db", "tag:web"),
    "router": device("router", 8, None, "tag:router", routes=("10.1.0.0/16", "2001:db8:5::/48")),
    "exit": device("exit", 9, None, "tag:exit", routes=EXIT_ROUTES),
    "printer": Address("10.1.2.3"),
    "stray": Address("10.2.0.1"),
    "v6 host": Address("2001:db8:5::9"),
    "internet": Address("203.0.113.77"),
    "chromeos": Address("100.115.92.7"),
    "unheld": Address("100.70.0.1"),
}
WORLD = World(tuple(thing for thing in THINGS.values() if isinstance(thing, Device)))
DEFINED: Policy = {
    "groups": {"group:eng": ["alice@example.com", "bob@example.com"], "group:empty": []},
    "hosts": {
        "printer": "10.1.2.3",
        "office": "10.1.0.0/16",
        "dbhost": "100.64.0.6",
        "db6": "fd7a:115c:a1e0::6",
    },
    "ipsets": {
        "ipset:most": ["add 10.1.0.0/16", "remove 10.1.2.0/24", "add 10.1.2.3"],
        "ipset:gone": ["add 10.1.2.3", "remove host:office"],
        "ipset:nested": ["ipset:most", "10.2.0.1-10.2.0.9"],
        "ipset:web": ["autogroup:internet"],
    },
    "postures": {
        "posture:mac": ["node:os == 'macos'", "custom:a == 1"],
        "posture:nl": ["ip:country == 'NL'"],
    },
}
ALWAYS = {frozenset[str]()}


def opens(policy: Policy, src: str, dst: str, proto: int = 6, port: int = 22) -> Alternatives:
    """What the evaluator answers in the hand-made tailnet."""
    return allowed(DEFINED | policy, WORLD, THINGS[src], THINGS[dst], proto, port)


def acl(src: str, dst: str, **more: object) -> Policy:
    """A policy of one ACL rule."""
    return {"acls": [{"action": "accept", "src": src.split(), "dst": dst.split(), **more}]}


def grant(src: str, dst: str, ip: str = "*", **more: object) -> Policy:
    """A policy of one grant."""
    return {"grants": [{"src": src.split(), "dst": dst.split(), "ip": ip.split(), **more}]}


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


def called(things: tuple[Thing, ...]) -> set[str]:
    """What stands in a symbolic world."""
    return {thing.name for thing in things}


def test_a_symbolic_world_holds_every_kind_that_either_policy_tells_apart() -> None:
    old = DEFINED | acl("group:eng user:*@example.org autogroup:it-admin", "autogroup:self:22 svc:wiki:443")
    new = DEFINED | acl("group:other", "100.64.0.0/30:8000-8100 tag:db:*", proto="sctp")
    world = symbolic_world(old, new)
    people = {"alice@example.com", "bob@example.com", "another member", "another-member@example.org"}
    kinds = {"someone with autogroup:it-admin", "a member of group:other", "someone shared in"}
    tags = {"tag:db", "tag:another-than-these"}
    assert people | kinds | tags <= called(world.sources)
    assert {"svc:wiki", "second another member", "second a member of group:other"} <= called(
        world.destinations
    )
    edges = {"100.63.255.255", "100.64.0.0", "100.64.0.3", "100.64.0.4", "100.127.255.255", "100.128.0.0"}
    assert edges <= called(world.sources) & called(world.destinations)
    assert {"192.0.2.10 (routed)", "2001:db8:aaaa::10 (routed)"} <= called(world.sources)
    assert world.ports == (0, 21, 22, 23, 442, 443, 444, 7999, 8000, 8100, 8101, 65535)
    assert world.protocols == (1, 6, 17, 58, 132)


@pytest.mark.parametrize(
    ("src", "certain", "possible"),
    [
        ("*", "alice@example.com tag:db 100.64.0.5 192.0.2.10(routed) shared", "10.1.2.3"),
        ("autogroup:member", "alice@example.com", "100.64.0.5 100.115.92.1"),
        ("tag:db", "tag:db", "100.64.0.5 100.115.92.1"),
        ("autogroup:admin", "", "alice@example.com 100.64.0.5 100.115.92.1"),
        ("group:unlisted", "", "alice@example.com 100.64.0.5 100.115.92.1"),
        ("100.64.0.5", "100.64.0.5", "alice@example.com tag:db shared"),
        ("100.64.0.0/10", "alice@example.com tag:db shared 100.64.0.5 100.115.92.1", ""),
        ("ipset:most-of-it", "100.64.0.5 100.115.92.1", "alice@example.com tag:db shared"),
        ("10.1.0.0/16", "10.1.2.3", ""),
        ("autogroup:shared", "shared", "100.64.0.5 100.115.92.1"),
        (
            "autogroup:danger-all",
            "alice@example.com tag:db shared 100.64.0.5 100.115.92.1 10.1.2.3 192.0.2.10(routed)",
            "",
        ),
    ],
)
def test_symbolic_sources(src: str, certain: str, possible: str) -> None:
    policy = (
        DEFINED
        | grant(src, "tag:db")
        | {"ipsets": {"ipset:most-of-it": ["add 100.64.0.0/10", "remove 100.64.9.0/24"]}}
    )
    things: dict[str, Thing] = {
        "alice@example.com": Device("alice", ALICE._replace(role=None, complete=False)),
        "shared": Device("shared", GUEST),
        "tag:db": Device("tag:db", tags=("tag:db",)),
        "192.0.2.10(routed)": Address("192.0.2.10", routed=True),
    }
    things |= {text: Address(text) for text in ("100.64.0.5", "100.115.92.1", "10.1.2.3")}
    world = World(symbolic=True)
    target = Device("tag:db", tags=("tag:db",))
    sure = {name for name, thing in things.items() if allowed(policy, world, thing, target, 6, 22)}
    unsure = world._replace(undecided=True)
    maybe = {name for name, thing in things.items() if allowed(policy, unsure, thing, target, 6, 22)}
    assert (sure, maybe - sure) == (set(certain.split()), set(possible.split()))


@pytest.mark.parametrize(
    ("dst", "certain", "possible"),
    [
        ("*", "bob db svc other 100.64.0.5 10.1.2.3 203.0.113.9", ""),
        ("tag:db", "db", "100.64.0.5"),
        ("svc:wiki", "svc", ""),
        ("autogroup:internet", "203.0.113.9", ""),
        ("autogroup:self", "bob", "100.64.0.5"),
        ("100.64.0.5", "100.64.0.5", "bob db svc other"),
        ("100.64.0.0/10", "bob db other 100.64.0.5", "svc"),
        ("0.0.0.0/0", "bob db other 100.64.0.5 10.1.2.3 203.0.113.9", "svc"),
        ("office", "10.1.2.3", ""),
    ],
)
def test_symbolic_destinations(dst: str, certain: str, possible: str) -> None:
    things: dict[str, Thing] = {
        "bob": Device("bob", BOB),
        "other": Device("other", CAROL),
        "db": Device("db", tags=("tag:db",)),
        "svc": Service("svc:wiki"),
    }
    things |= {text: Address(text) for text in ("100.64.0.5", "10.1.2.3", "203.0.113.9")}
    world = World(symbolic=True)
    policy = DEFINED | grant("bob@example.com", dst)
    sure = {
        name for name, thing in things.items() if allowed(policy, world, Device("bob", BOB), thing, 6, 22)
    }
    unsure = world._replace(undecided=True)
    maybe = {
        name for name, thing in things.items() if allowed(policy, unsure, Device("bob", BOB), thing, 6, 22)
    }
    assert (sure, maybe - sure) == (set(certain.split()), set(possible.split()))


def test_a_symbolic_via_is_a_condition_on_addresses() -> None:
    policy = DEFINED | grant("*", "office", via=["tag:a", "tag:b"])
    world, db = World(symbolic=True), Device("tag:db", tags=("tag:db",))
    through = {frozenset({"via:tag:a"}), frozenset({"via:tag:b"})}
    assert allowed(policy, world, db, Address("10.1.2.3"), 6, 22) == through
    assert allowed(policy, world, db, db, 6, 22) == frozenset()


def test_changes_are_what_one_side_alone_allows() -> None:
    old, new = (
        DEFINED | acl("group:eng", "tag:db:22"),
        DEFINED | acl("bob@example.com", "tag:db:22,80", proto="tcp"),
    )
    gained, lost = changes(old, new, symbolic_world(old, new))
    four = ("tag:db", 4)
    assert Row("bob@example.com", *four, 6, 80, frozenset()) in gained
    assert Row("alice@example.com", *four, 6, 22, frozenset()) in lost
    assert {row.src for row in gained} == {"bob@example.com"}
    assert {row.dst for row in gained | lost} == {"tag:db"}
    assert {(row.src, row.proto) for row in lost if row.src.startswith("bob")} == {
        ("bob@example.com", proto) for proto in (1, 17, 58)
    }
    assert reach(old, symbolic_world(old, new)) - lost | gained == reach(new, symbolic_world(old, new))
