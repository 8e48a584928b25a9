"""The evaluator against answers worked out by hand: stand-ins for tailnets that are not known."""

from __future__ import annotations

import pytest

from .evaluate import allowed
from .reach import Row, changes, reach
from .symbolic import symbolic_world
from .tailnet import ALICE, BOB, CAROL, DEFINED, GUEST, acl, grant
from .world import Address, Device, Service, Thing, World


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
