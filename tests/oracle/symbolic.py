"""One world for two policies: a stand-in for every kind of thing that either of them can tell apart."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from . import addresses
from .addresses import Interval
from .rules import DEFAULT_PROTOCOLS, Traffic, rules
from .selectors import ROLES
from .world import TAILNET, Address, Device, Person, Service, Thing, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Policy = dict[str, Any]
ROUTED = ("192.0.2.10", "198.51.100.10", "203.0.113.10", "2001:db8:aaaa::10", "2001:db8:bbbb::10")
ON_THE_INTERNET = ("203.0.113.77", "2600::77")
NEVER_IMPLIED = 132


def symbolic_world(old: Policy, new: Policy) -> World:
    """The world of both policies; sources and destinations are the stand-ins to ask about."""
    both = (old, new)
    devices = _people(both) + _tagged(both)
    outsiders = [Device("someone shared in", Person("someone shared in", shared=True))]
    bare = _addresses(both)
    services = [Service(name) for name in sorted(_selectors(both)) if name.startswith("svc:")]
    return World(
        devices=(),
        symbolic=True,
        sources=(*devices, *outsiders, *bare, *_routed(both)),
        destinations=(*devices, *_second_people(both), *bare, *services),
        protocols=_protocols(both),
        ports=_ports(both),
        logins=_logins(both),
    )


def _selectors(both: Iterable[Policy]) -> set[str]:
    """Every selector of an access rule or SSH rule."""
    found = set()
    for policy in both:
        for rule in rules(policy):
            found |= {*rule.src, *rule.via, *(selector for selector, _ in rule.dst)}
        for entry in policy.get("ssh") or []:
            found |= {text.strip() for key in ("src", "dst") for text in entry.get(key) or []}
    return found


def _people(both: tuple[Policy, ...]) -> list[Device]:
    """Named logins, other members, role holders, members of synced groups: one device each."""
    return [Device(person.login, person) for person in (*_named(both), *_kinds_of_people(both))]


def _second_people(both: tuple[Policy, ...]) -> list[Device]:
    """For ``autogroup:self``: a second person of each kind, whose devices are not the first one's own."""
    if "autogroup:self" not in _selectors(both):
        return []
    kinds = [person._replace(login=f"second {person.login}") for person in _kinds_of_people(both)]
    return [Device(person.login, person) for person in kinds]


def _named(both: tuple[Policy, ...]) -> list[Person]:
    logins = {one.removeprefix("user:") for one in _selectors(both) if "@" in one and _is_login(one)}
    for policy in both:
        logins.update(login for members in policy.get("groups", {}).values() for login in members)
    return [Person(login, complete=False) for login in sorted(logins)]


def _is_login(selector: str) -> bool:
    return not selector.startswith(("user:*", "group:", "tag:", "ipset:", "svc:", "autogroup:"))


def _kinds_of_people(both: tuple[Policy, ...]) -> Iterator[Person]:
    used = sorted(_selectors(both))
    yield Person("another member")
    for selector in used:
        kind, _, name = selector.partition(":")
        if selector.startswith("user:*@"):
            yield Person("another-member" + selector.removeprefix("user:*"))
        elif kind == "autogroup" and name in ROLES:
            yield Person(f"someone with {selector}", role=name, complete=False)
        elif kind == "group" and any(selector not in policy.get("groups", {}) for policy in both):
            yield Person(f"a member of {selector}".replace("@", " at "), synced=(selector,), complete=False)


def _tagged(both: tuple[Policy, ...]) -> list[Device]:
    tags = {one for one in _selectors(both) if one.startswith("tag:")}
    for policy in both:
        tags.update(policy.get("tagOwners", {}))
    return [Device(tag, tags=(tag,)) for tag in (*sorted(tags), "tag:another-than-these")]


def _literals(both: tuple[Policy, ...]) -> list[Interval]:
    """Every interval that a literal, host or IP set of either policy names, and the tailnet's own ranges."""
    used = _selectors(both)
    found = [Interval(family, *bounds) for family, bounds in TAILNET.items()]
    found += addresses.STAR_SOURCE if "*" in used else []
    for policy in both:
        operands = [entry.split()[-1] for entries in policy.get("ipsets", {}).values() for entry in entries]
        found += addresses.INTERNET if "autogroup:internet" in used.union(operands) else []
        texts = {*used, *policy.get("hosts", {}).values(), *operands}
        found += [one for text in texts if "." in text or ":" in text if (one := addresses.interval(text))]
        found += [one for name in policy.get("ipsets", {}) for one in addresses.ip_set(policy, name)]
    return found


def _addresses(both: tuple[Policy, ...]) -> list[Address]:
    """The first and last address of every stretch between bounds of literals, and one on the internet."""
    literals = _literals(both)
    found = {Address(text) for text in ON_THE_INTERNET}
    for family, kind in ((4, IPv4Address), (6, IPv6Address)):
        top = 2 ** (32 if family == 4 else 128)
        mine = [one for one in literals if one.family == family]
        for first, last in stretches([(one.low, one.high) for one in mine], 0, top - 1):
            found |= {Address(str(kind(first))), Address(str(kind(last)))}
    return sorted(found, key=lambda one: (one.family, one.number))


def stretches(ranges: Iterable[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """The line from ``first`` to ``last``, cut wherever a range begins or has just ended."""
    cuts = {first, last + 1}
    for low, high in ranges:
        cuts |= {low, high + 1}
    inside = sorted(cut for cut in cuts if first <= cut <= last + 1)
    return [(low, following - 1) for low, following in pairwise(inside)]


def _routed(both: tuple[Policy, ...]) -> list[Thing]:
    """A host behind an approved subnet route for each family, at an address that no narrow literal names."""
    narrow = [one for one in _literals(both) if one not in addresses.EVERY_ADDRESS]
    candidates = [Address(text, routed=True) for text in ROUTED]
    free = [one for one in candidates if not addresses.holds(narrow, one.family, one.number)]
    return [
        next((one for one in (*free, *candidates) if one.family == family), candidates[0])
        for family in (4, 6)
    ]


def _traffic(both: tuple[Policy, ...]) -> list[Traffic]:
    return [one for policy in both for rule in rules(policy) for _, traffic in rule.dst for one in traffic]


def _protocols(both: tuple[Policy, ...]) -> tuple[int, ...]:
    named = {number for one in _traffic(both) for number in one.protocols}
    return tuple(sorted({*DEFAULT_PROTOCOLS, NEVER_IMPLIED, *named}))


def _ports(both: tuple[Policy, ...]) -> tuple[int, ...]:
    """The first and the last port of every stretch between two bounds."""
    cut = stretches([(one.low, one.high) for one in _traffic(both)], 0, 65535)
    return tuple(sorted({port for ends in cut for port in ends}))


def _logins(both: tuple[Policy, ...]) -> tuple[str, ...]:
    """Accounts to ask for: those named, the local part of every person, root, and one that nobody names."""
    users = {text.strip() for p in both for entry in p.get("ssh") or [] for text in entry.get("users") or []}
    named = {text for text in users if ":" not in text and text not in {"", "*"}}
    local = {person.login.partition("@")[0] for person in _named(both)}
    return tuple(sorted({*named, *local, "root", "an-unnamed-account"}))
