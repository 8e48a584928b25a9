"""What nodes are given, against the evaluator that shares no code with the engine.

The filters are read back as if they had been recorded, and asked about every pair of devices and places.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from tailcli.access.concrete.compile import Compiled, compile_nodes
from tailcli.access.concrete.wire import filter_rule_json, ssh_rule_json
from tailcli.access.inventory import Device as Listed
from tailcli.access.inventory import Inventory, User
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle import test_conformance as recordings
from tests.oracle.generate import policies, worlds
from tests.oracle.lanes import capabilities, ssh
from tests.oracle.reach import reach_table
from tests.oracle.symbolic import symbolic_world
from tests.oracle.vocabulary import SYNCED
from tests.oracle.world import Device, Person, World

Policy = dict[str, Any]
EXAMPLES = 200

many = settings() if settings().max_examples > 1000 else settings(max_examples=EXAMPLES)
LOGINS = ("root", "ubuntu", "alice", "bob", "somebody")


def at_home(world: World) -> World:
    """The world without the devices of other tailnets as destinations: their rules come from there."""
    own = tuple(d if not is_guest(d) else d._replace(routes=()) for d in world.devices)
    places = tuple(thing for thing in world.sources if not isinstance(thing, Device))
    homes = tuple(device for device in own if not is_guest(device))
    return world._replace(devices=own, sources=(*own, *places), destinations=(*homes, *places))


def is_guest(device: Device) -> bool:
    return device.owner is not None and device.owner.shared


def inventory(world: World) -> Inventory:
    """The world as a device list and what the settings tell."""
    people: dict[str, Person] = {d.owner.login: d.owner for d in world.devices if d.owner is not None}
    roles: dict[str, tuple[str, ...]] = {}
    for person in people.values():
        if person.role is not None:
            roles[person.role] = (*roles.get(person.role, ()), person.login)
    return Inventory(
        tuple(listed(device) for device in world.devices),
        tuple(User(person.login, person.role, person.shared) for person in people.values()),
        {SYNCED: tuple(person.login for person in people.values() if SYNCED in person.synced)},
        roles,
    )


def listed(device: Device) -> Listed:
    return Listed(
        device.name,
        device.addresses,
        device.owner.login if device.owner else None,
        device.tags,
        device.routes,
        device.routes,
        external=is_guest(device),
    )


def engine(policy: Policy, world: World) -> Compiled:
    return compile_nodes(load(SourceText("policy.hujson", json.dumps(policy))), inventory(world))


def as_recorded(compiled: Compiled) -> dict[str, Any]:
    """What the engine says, in the form of a recording."""
    nodes = {
        one.node.device.name: {
            "packet_filter": [filter_rule_json(rule) for rule in one.packet_filter],
            "ssh": [ssh_rule_json(rule) for rule in one.ssh],
        }
        for one in compiled.nodes
    }
    return {"nodes": nodes}


@many
@given(policies(), worlds())
def test_packets(policy: Policy, tailnet: World) -> None:
    shape = symbolic_world(policy, policy)
    world = at_home(tailnet)._replace(ports=shape.ports, protocols=shape.protocols)
    expected = {
        pair: frozenset((proto, port) for proto, port, _ in flows)
        for pair, flows in reach_table(policy, world).items()
    }
    assert recordings.recorded(as_recorded(engine(policy, world)), world) == expected


@many
@given(policies(), worlds())
def test_capabilities_and_ssh(policy: Policy, tailnet: World) -> None:
    world = at_home(tailnet)
    nodes = as_recorded(engine(policy, world))["nodes"]
    for dst in (device for device in world.devices if not is_guest(device)):
        rules = [recordings.parse(rule) for rule in nodes[dst.name]["packet_filter"]]
        for src in world.devices:
            assert recordings.given(rules, src, dst) == capabilities(policy, world, src, dst)
            for login in LOGINS if src is not dst else ():
                wanted = [answer.action for answer in ssh(policy, world, src, dst, login)]
                assert recordings.first_match(nodes[dst.name]["ssh"], src, login) == wanted[:1]
