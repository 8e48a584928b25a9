"""The lanes beside the network for large worlds: what is alike is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .evaluate import PLAINLY, Asked, families, free_of_postures, is_self, simplest
from .lanes import SshAnswer, giving, ssh, ssh_entries, takes_capability
from .meaning import points
from .selectors import is_source
from .world import Device

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .evaluate import Alternatives
    from .rules import Rule
    from .world import Thing, World

Policy = dict[str, Any]
Pair = tuple[str, str]
Decisions = dict[str, tuple[SshAnswer, ...]]
"""The matching SSH rules, in the order tried, by login."""
Permitted = dict[tuple[str, str], frozenset[frozenset[str]]]
"""The alternatives by capability and point."""


def ssh_table(policy: Policy, world: World) -> dict[Pair, Decisions]:
    """Who gets in where as whom. Bare addresses are no ends of SSH rules."""
    found: dict[Pair, Decisions] = {}
    known: dict[object, Decisions] = {}
    by_local_part = any("localpart:" in user for entry in policy.get("ssh") or [] for user in entry["users"])
    for src in (one for one in world.sources if isinstance(one, Device)):
        for dst in (one for one in world.destinations if isinstance(one, Device)):
            entries = ssh_entries(policy, world, src, dst)
            key = (tuple(map(id, entries)), src.name if by_local_part else free_of_postures(src))
            if entries and key not in known:
                asked = {login: tuple(ssh(policy, world, src, dst, login)) for login in world.logins}
                known[key] = {login: answers for login, answers in asked.items() if answers}
            if entries and known[key]:
                found[src.name, dst.name] = known[key]
    return found


class _Given(NamedTuple):
    number: int
    alternatives: Alternatives


def capability_table(policy: Policy, world: World, asked: tuple[str, ...]) -> dict[Pair, Permitted]:
    """What applications permit between each source and destination; companions are left out."""
    rules = giving(policy)
    given: dict[Pair, set[_Given]] = {}
    for number, rule in enumerate(rules):
        for src, dst in _joined(policy, world, rule):
            free = rule.postures and free_of_postures(src)
            ways = frozenset({PLAINLY}) if free else rule.postures
            given.setdefault((src.name, dst.name), set()).add(_Given(number, ways))
    known: dict[frozenset[_Given], Permitted] = {}
    found = {}
    for pair, each in given.items():
        key = frozenset(each)
        if key not in known:
            known[key] = _permitted(rules, key, asked)
        if known[key]:
            found[pair] = known[key]
    return found


def _joined(policy: Policy, world: World, rule: Rule) -> Iterator[tuple[Thing, Thing]]:
    """Each source and destination between which the capabilities of a rule count."""
    for family in (4, 6):
        sources = [
            src
            for src in world.sources
            if family in families(src, src)
            and any(is_source(policy, world, one, src, family) for one in rule.src)
        ]
        for dst in world.destinations if sources else ():
            asked = Asked(policy, world, sources[0], dst, family)
            if family not in families(dst, dst):
                continue
            plainly = any(takes_capability(asked, one) for one, _ in rule.dst if one != "autogroup:self")
            own = any(one == "autogroup:self" for one, _ in rule.dst)
            for src in sources if plainly or own else ():
                if plainly or is_self(asked._replace(src=src)):
                    yield src, dst


def _permitted(rules: list[Rule], given: frozenset[_Given], asked: tuple[str, ...]) -> Permitted:
    found: dict[tuple[str, str], set[frozenset[str]]] = {}
    for number, alternatives in given:
        for name, values in rules[number].app.items() if alternatives else ():
            for point in points(name, values, asked):
                found.setdefault((name, point), set()).update(alternatives)
    return {key: simplest(ways) for key, ways in found.items() if ways}
