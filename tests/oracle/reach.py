"""Everything that a policy allows in a world, as plain sets to compare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from .evaluate import PLAINLY, Alternatives, Asked, families, free_of_postures, simplest, ways_to
from .lanes import SshAnswer, giving, payloads_of, ssh, ssh_entries
from .rules import Rule, Traffic, rules
from .selectors import is_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .world import Thing, World

Policy = dict[str, Any]


class Row(NamedTuple):
    """``src`` may send ``proto``/``port`` to ``dst`` in a family, under the conditions of ``alternative``."""

    src: str
    dst: str
    family: int
    proto: int
    port: int
    alternative: frozenset[str]


class Pair(NamedTuple):
    """A source, a destination and an address family."""

    src: str
    dst: str
    family: int


Opened = tuple[tuple[Traffic, ...], frozenset[frozenset[str]]]
Flows = frozenset[tuple[int, int, frozenset[str]]]


def reach(policy: Policy, world: World) -> set[Row]:
    """All rows, for every source and destination of the world and each of its protocols and ports."""
    return {Row(*pair, *flow) for pair, flows in reach_table(policy, world).items() for flow in flows}


def reach_table(policy: Policy, world: World) -> dict[Pair, Flows]:
    """The same, grouped: (protocol, port, alternative) for each pair that may talk at all."""
    opened: dict[Pair, list[Opened]] = {}
    for rule in rules(policy):
        for src, dst, family, selector_traffic, ways in _openings(policy, world, rule):
            postures = {PLAINLY} if rule.postures and free_of_postures(world.holder(src)) else rule.postures
            both = frozenset(posture | way for posture in postures for way in ways)
            opened.setdefault(Pair(src.name, dst.name, family), []).append((selector_traffic, both))
    seen: dict[tuple[Opened, ...], Flows] = {}
    table = {}
    for pair, entries in opened.items():
        key = tuple(entries)
        if key not in seen:
            seen[key] = _flows(world, key)
        if seen[key]:
            table[pair] = seen[key]
    return table


def _openings(
    policy: Policy, world: World, rule: Rule
) -> Iterator[tuple[Thing, Thing, int, tuple[Traffic, ...], set[frozenset[str]]]]:
    """Each source, destination and family that one rule joins, with the traffic and the ways."""
    for family in (4, 6):
        sources = [src for src in world.sources if _sends(policy, world, rule, src, family)]
        targets = [dst for dst in world.destinations if family in families(dst, dst)]
        for selector, traffic in rule.dst:
            for dst in targets if sources else ():
                asked = Asked(policy, world, world.holder(sources[0]), world.holder(dst), family)
                ways = ways_to(asked, rule.via, selector)
                for src in sources:
                    if selector == "autogroup:self":  # the only one that asks who the source is
                        ways = ways_to(asked._replace(src=world.holder(src)), rule.via, selector)
                    if ways and traffic:
                        yield src, dst, family, traffic, ways


def _sends(policy: Policy, world: World, rule: Rule, src: Thing, family: int) -> bool:
    picked = any(is_source(policy, world, one, world.holder(src), family) for one in rule.src)
    return picked and family in families(src, src)


def _flows(world: World, entries: tuple[Opened, ...]) -> Flows:
    """Every protocol and port of the world that some entry takes in, with the alternatives."""
    flows: set[tuple[int, int, frozenset[str]]] = set()
    for proto in world.protocols:
        for port in world.ports:
            found: set[frozenset[str]] = set()
            for traffic, alternatives in entries:
                if any(proto in one.protocols and one.low <= port <= one.high for one in traffic):
                    found |= alternatives
            flows.update((proto, port, one) for one in simplest(found))
    return frozenset(flows)


def changes(old: Policy, new: Policy, world: World) -> tuple[set[Row], set[Row]]:
    """Rows gained and rows lost from one policy to another."""
    before, after = reach_table(old, world), reach_table(new, world)
    gained, lost = set(), set()
    for pair in before.keys() | after.keys():
        was, now = before.get(pair, frozenset()), after.get(pair, frozenset())
        gained |= {Row(*pair, *flow) for flow in now - was}
        lost |= {Row(*pair, *flow) for flow in was - now}
    return gained, lost


def ssh_reach(policy: Policy, world: World) -> dict[tuple[str, str, str], tuple[SshAnswer, ...]]:
    """The matching SSH rules, in the order tried, by (source, destination, login)."""
    found = {}
    for src in world.sources:
        for dst in world.destinations if policy.get("ssh") else ():
            for login in world.logins if ssh_entries(policy, world, src, dst) else ():
                if answers := ssh(policy, world, src, dst, login):
                    found[src.name, dst.name, login] = tuple(answers)
    return found


def capability_reach(policy: Policy, world: World) -> set[tuple[str, str, str, str, Alternatives]]:
    """(source, destination, capability, value as canonical JSON or "" for none, alternatives)."""
    found = set()
    given = giving(policy)
    for src in world.sources:
        for dst in world.destinations if given else ():
            for payload in payloads_of(given, policy, world, src, dst):
                texts = [json.dumps(value, sort_keys=True) for value in payload.values] or [""]
                found |= {(src.name, dst.name, payload.name, text, payload.alternatives) for text in texts}
    return found
