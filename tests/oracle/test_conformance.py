"""The evaluator against packet filters and SSH policies that the control plane really sent.

By default every sixth case; ``TAILCLI_FULL=1`` takes all.
"""

from __future__ import annotations

import json
import os
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .addresses import Interval, interval
from .evaluate import families, serves
from .lanes import capabilities, ssh
from .reach import Pair, reach_table
from .symbolic import symbolic_world
from .world import Address, Device, Person, Thing, World

CAPTURES = Path(__file__).parents[3] / "shared" / "captures"
STEP = 1 if os.environ.get("TAILCLI_FULL") else 6
OUTSIDE = ("100.115.92.7", "203.0.113.77", "10.255.3.1", "192.168.1.9", "2600::77", "2001:db8:bbbb::10")
Case = dict[str, Any]
# Its own test passes although no device received a rule: a contradiction in the record itself.
SELF_CONTRADICTORY = {"policytest-allpass-grants-only-tag-src-ipv6-literal-dst"}

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not CAPTURES.is_dir(), reason="no recorded answers beside the checkout"),
]


class Filter(NamedTuple):
    """One recorded rule."""

    sources: list[Interval]
    targets: list[tuple[list[Interval], int, int]]
    protocols: tuple[int, ...]
    given: list[tuple[list[Interval], dict[str, Any]]]


def accepted(category: str) -> list[Case]:
    """A sample of the cases of a category that the control plane took."""
    text = (CAPTURES / f"{category}.json").read_text(encoding="utf-8")
    cases = [case for case in json.loads(text) if case["verdict"]["status"] == 200]
    return [case for case in cases[::STEP] if case["id"] not in SELF_CONTRADICTORY]


def world_of(case: Case) -> World:
    """The recorded tailnet."""
    people = {u["loginName"]: Person(u["loginName"], u["role"]) for u in case["inventory"]["users"]}
    devices = tuple(
        Device(
            one["name"],
            None if one["tags"] else people.get(one["user"]),
            tuple(one["tags"]),
            tuple(one["addresses"]),
            tuple(one["enabledRoutes"]),
        )
        for one in case["inventory"]["devices"]
    )
    return World(devices)


def parse(rule: dict[str, Any]) -> Filter:
    """A recorded rule with its addresses read."""
    targets = [(wire(t["IP"]), t["Ports"]["First"], t["Ports"]["Last"]) for t in rule.get("DstPorts") or []]
    given = [
        ([one for text in grant["Dsts"] for one in wire(text)], grant["CapMap"])
        for grant in rule.get("CapGrant") or []
    ]
    sources = [one for text in rule["SrcIPs"] for one in wire(text)]
    return Filter(sources, targets, tuple(rule.get("IPProto") or (6, 17, 1, 58)), given)


def wire(text: str) -> list[Interval]:
    """An address, CIDR, range or ``*`` of a recorded rule."""
    found = [interval(one) for one in (("0.0.0.0/0", "::/0") if text == "*" else (text,))]
    assert None not in found, text
    return [one for one in found if one]


def inside(held: list[Interval], family: int, number: int | None) -> bool:
    """Whether an address is in one of the ranges."""
    return number is not None and any(one.family == family and one.low <= number <= one.high for one in held)


def number_of(thing: Thing, family: int) -> int | None:
    """The address of a device or a bare address."""
    assert isinstance(thing, Address | Device)
    if isinstance(thing, Device):
        return thing.address(family)
    return thing.number if thing.family == family else None


def places(world: World) -> list[Address]:
    """Bare addresses worth asking about: inside every approved route, and some outside of all."""
    found = [Address(text) for text in OUTSIDE]
    for route in {route for device in world.devices for route in device.routes}:
        network = ip_network(route)
        if network.prefixlen:
            found += [Address(str(network[0])), Address(str(network[network.num_addresses // 2]))]
    return [one for one in dict.fromkeys(found) if world.holder(one) is one]


def recorded(case: Case, world: World) -> dict[Pair, frozenset[tuple[int, int]]]:
    """What the recorded filters let through, by source, destination and family."""
    filters = {name: [parse(rule) for rule in node["packet_filter"]] for name, node in case["nodes"].items()}
    found = {}
    for dst in world.destinations:
        nodes = [
            one for one in world.devices if one is dst or (isinstance(dst, Address) and serves(one, dst))
        ]
        rules = [rule for node in nodes for rule in filters.get(node.name, [])]
        for family in families(dst, dst):
            aimed = [(rule, hits(rule, family, number_of(dst, family))) for rule in rules]
            for src in world.sources:
                flows = frozenset(
                    (proto, port)
                    for rule, ranges in aimed
                    if ranges and inside(rule.sources, family, number_of(src, family))
                    for low, high in ranges
                    for proto in world.protocols
                    for port in world.ports
                    if proto in rule.protocols and low <= port <= high
                )
                if flows:
                    found[Pair(src.name, dst.name, family)] = flows
    return found


def hits(rule: Filter, family: int, number: int | None) -> list[tuple[int, int]]:
    """The port ranges that a recorded rule opens on an address."""
    return [(low, high) for held, low, high in rule.targets if inside(held, family, number)]


def disagreements(case: Case) -> tuple[int, list[str]]:
    """How many pairs were compared, and those where the evaluator and the record differ."""
    policy = json.loads(case["policy"])
    world = world_of(case)
    seen = tuple(one for one in world.devices if one.name in case["nodes"])
    ends: tuple[Thing, ...] = (*world.devices, *places(world))
    heard = [one for one in places(world) if all(d in seen for d in world.devices if serves(d, one))]
    targets: tuple[Thing, ...] = (*seen, *heard)
    shape = symbolic_world(policy, policy)
    world = world._replace(sources=ends, destinations=targets, ports=shape.ports, protocols=shape.protocols)
    theirs = recorded(case, world)
    ours = {
        pair: frozenset((proto, port) for proto, port, _ in flows)
        for pair, flows in reach_table(policy, world).items()
    }
    different = [str(pair) for pair in ours.keys() | theirs.keys() if ours.get(pair) != theirs.get(pair)]
    return len(ends) * len(targets) * 2, [f"{case['id']}: {one}" for one in sorted(different)]


@pytest.mark.parametrize("category", ["acl", "grant", "routes"])
def test_packets_as_recorded(category: str) -> None:
    cases = accepted(category)
    found = [disagreements(case) for case in cases]
    assert sum(count for count, _ in found) > 1000
    assert [line for _, lines in found for line in lines] == []


def test_capabilities_as_recorded() -> None:
    for case in accepted("grant"):
        policy, world = json.loads(case["policy"]), world_of(case)
        for dst in world.devices:
            rules = [parse(rule) for rule in case["nodes"].get(dst.name, {}).get("packet_filter", [])]
            for src in world.devices if dst.name in case["nodes"] else ():
                assert capabilities(policy, world, src, dst) == given(rules, src, dst), (case["id"], src, dst)


def given(rules: list[Filter], src: Device, dst: Device) -> dict[str, list[Any]]:
    """The capabilities of a recorded filter for one pair of devices."""
    found: dict[str, list[Any]] = {}
    for rule in rules:
        if any(inside(rule.sources, family, src.address(family)) for family in (4, 6)):
            for held, capability_map in rule.given:
                assert any(inside(held, family, dst.address(family)) for family in (4, 6))
                for name, values in capability_map.items():
                    found.setdefault(name, []).extend(values or [])
    return found


def test_ssh_as_recorded() -> None:
    compared = 0
    for case in accepted("ssh"):
        policy, world = json.loads(case["policy"]), world_of(case)
        logins = ("root", "ubuntu", "odin", "thor", "somebody")
        for dst in world.devices:
            rules = case["nodes"].get(dst.name, {}).get("ssh")
            for src in world.devices if rules is not None and dst.name in case["nodes"] else ():
                if src is dst:
                    continue  # a device that reaches itself by a quirk of localpart rules says nothing
                for login in logins:
                    compared += 1
                    ours = [answer.action for answer in ssh(policy, world, src, dst, login)]
                    assert ours[:1] == first_match(rules, src, login), (case["id"], src.name, dst.name, login)
    assert compared > 1000


def first_match(rules: list[dict[str, Any]], src: Device, login: str) -> list[str]:
    """What a device does with recorded SSH rules: the first that names the source and maps the account."""
    numbers = {str(ip_address(text)) for text in src.addresses}
    for rule in rules:
        accounts = rule["sshUsers"]
        local = accounts.get(login, accounts.get("*", ""))
        if local and numbers & {one.get("nodeIP") for one in rule["principals"]}:
            return ["check" if rule["action"].get("holdAndDelegate") else "accept"]
    return []
