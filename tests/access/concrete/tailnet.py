"""The tailnet that the fixtures of ``fixtures/semantics`` speak of, and their shorthand.

In a fixture a device's name stands for its addresses, ``any-device`` for what ``*`` is as a source there,
``internet`` for the ranges of ``autogroup:internet``; ``to`` lists ``WHAT PORTS`` (``web 22,80``), each
address with each port range in order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from tailcli.access.concrete.compile import Compiled, compile_nodes
from tailcli.access.concrete.wire import CHECK_URL, filter_rule_json, ssh_rule_json
from tailcli.inputs.inventory import read_inventory
from tailcli.policy.load import load
from tailcli.source.text import SourceText

FOLDER = Path(__file__).parents[3] / "fixtures" / "semantics"
Fixture: TypeAlias = dict[str, Any]

ANY_DEVICE = (
    "100.64.0.0-100.115.91.255",
    "100.115.94.0-100.127.255.255",
    "fd7a:115c:a1e0::/48",
    "10.1.0.0/16",
)
INTERNET = (
    "0.0.0.0-9.255.255.255",
    "11.0.0.0-100.63.255.255",
    "100.128.0.0-169.253.255.255",
    "169.255.0.0-172.15.255.255",
    "172.32.0.0-192.167.255.255",
    "192.169.0.0-255.255.255.255",
    "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
)
FORWARDING = {
    "accept": True,
    "allowAgentForwarding": True,
    "allowLocalPortForwarding": True,
    "allowRemotePortForwarding": True,
}


def read(name: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a JSON file of the folder."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


TAILNET = read("tailnet.json")
DEFINITIONS = read("definitions.json")


def compiled(fixture: Fixture) -> Compiled:
    """Return what the nodes get in a fixture: its policy over the definitions that all share."""
    inventory = {**TAILNET, "devices": fixture.get("devices", TAILNET["devices"])}
    read_in = read_inventory([SourceText("tailnet.json", json.dumps(inventory))])
    policy = {**DEFINITIONS, **fixture["policy"]}
    groups = {name: tuple(members) for name, members in fixture.get("inventory_groups", {}).items()}
    return compile_nodes(
        load(SourceText("policy.hujson", json.dumps(policy))), read_in._replace(groups=groups)
    )


def addresses(word: str) -> list[str]:
    """Return what a word of a fixture stands for."""
    named = {"any-device": ANY_DEVICE, "internet": INTERNET}
    devices = {device["name"]: device["addresses"] for device in TAILNET["devices"]}
    return list(named.get(word) or devices.get(word) or [word])


def filter_rule(short: Fixture) -> Fixture:
    """Return a filter rule of a fixture as it is on the wire."""
    rule: Fixture = {"SrcIPs": sorted(text for word in short["from"] for text in addresses(word))}
    if "to" in short:
        rule["DstPorts"] = [
            {"IP": ip, "Ports": {"First": first, "Last": last}}
            for what, ports in (entry.split(" ") for entry in short["to"])
            for ip in addresses(what)
            for first, last in map(ends, ports.split(","))
        ]
    if "proto" in short:
        rule["IPProto"] = short["proto"]
    if "caps" in short:
        prefixes = [prefix for word in short["on"] for prefix in map(as_prefix, addresses(word))]
        rule["CapGrant"] = [{"Dsts": prefixes, "CapMap": short["caps"]}]
    return rule


def ends(ports: str) -> tuple[int, int]:
    """Return the ends of a port range."""
    if ports == "*":
        return 0, 65535
    first, _, last = ports.partition("-")
    return int(first), int(last or first)


def as_prefix(address: str) -> str:
    """Return an address as a prefix of full length."""
    if "/" in address:
        return address
    return f"{address}/{128 if ':' in address else 32}"


def ssh_rule(short: Fixture) -> Fixture:
    """Return an SSH rule of a fixture as it is on the wire."""
    rule: Fixture = {
        "principals": [{"nodeIP": text} for word in short["from"] for text in addresses(word)],
        "sshUsers": short["users"],
        "action": {"holdAndDelegate": CHECK_URL} if short.get("check") else FORWARDING,
    }
    return {**rule, "acceptEnv": short["env"]} if "env" in short else rule


def plain(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a value as JSON gives it back: lists instead of tuples."""
    return json.loads(json.dumps(value))


def answers(result: Compiled, lane: str) -> Fixture:
    """Return by node what it gets in one lane of a fixture."""
    by_lane = {
        "filters": lambda one: [filter_rule_json(rule) for rule in one.packet_filter],
        "ssh": lambda one: [ssh_rule_json(rule) for rule in one.ssh],
        "attributes": lambda one: one.attributes,
        "routes": lambda one: one.approved_routes,
    }
    found: Fixture = {one.node.device.name: plain(by_lane[lane](one)) for one in result.nodes}
    return found


def expected(fixture: Fixture, lane: str) -> Fixture:
    """Return by node what a fixture says it gets in one lane; None where there must be no such node."""
    expand = {"filters": filter_rule, "ssh": ssh_rule}.get(lane)
    said: Fixture = fixture[lane]
    if expand is None:
        return said
    return {name: None if rules is None else [expand(rule) for rule in rules] for name, rules in said.items()}
