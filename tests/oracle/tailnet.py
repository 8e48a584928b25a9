"""A tailnet made by hand, and short ways to ask the evaluator about it."""

from __future__ import annotations

from typing import Any

from .evaluate import Alternatives, allowed
from .world import EXIT_ROUTES, Address, Device, Person, Thing, World

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
