"""The devices that a diff gives as examples, held against what the control plane sent to them."""

from __future__ import annotations

import json
import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tailcli import api
from tailcli.diff.model import Change, Lane
from tailcli.inputs.inventory import read_inventory
from tailcli.source.text import SourceText

RECORDED = Path(__file__).parents[3] / "shared" / "captures"
LEAST = 350
"""How many examples there are at least: a comparison that is lost must not pass for agreement."""

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers beside the checkout"),
]

WHOLE = "10"
"""The length of the prefix that is the whole tailnet."""

Case = dict[str, Any]
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "ipv6-icmp": 58}


def cases() -> list[Case]:
    texts = [(RECORDED / f"{name}.json").read_text("utf-8") for name in ("acl", "grant")]
    return [case for text in texts for case in json.loads(text) if case["verdict"]["status"] == 200]


def tailnet(case: Case) -> tuple[object, ...]:
    """What two recordings have in common that are of one tailnet: the addresses differ in each."""
    devices = case["inventory"]["devices"]
    return tuple(sorted((d["name"], str(d.get("tags")), str(d.get("user"))) for d in devices))


def speaks_of_addresses(case: Case) -> bool:
    """Whether the policy means devices by address: in another recording they have other addresses."""
    own = [text for device in case["inventory"]["devices"] for text in device["addresses"]]
    parts = re.findall(r"100\.[\d.]+/(\d+)", case["policy"])
    return any(text in case["policy"] for text in own) or any(bits != WHOLE for bits in parts)


def pairs() -> list[tuple[Case, Case]]:
    by_tailnet: dict[tuple[object, ...], list[Case]] = {}
    for case in cases():
        if not speaks_of_addresses(case):
            by_tailnet.setdefault(tailnet(case), []).append(case)
    return [pair for found in by_tailnet.values() for pair in pairwise(found)]


def sent(case: Case, source: str, destination: str, right: str) -> bool | None:
    """Whether the recorded filter of the destination lets the source in; None where none was recorded."""
    if destination not in case["nodes"]:
        return None
    addresses = {
        d["name"]: [ip_address(text) for text in d["addresses"]] for d in case["inventory"]["devices"]
    }
    name, _, port = right.partition(" ")[0].partition(":")
    return any(
        any(holds(text, one) for text in rule["SrcIPs"] for one in addresses[source])
        and (not rule.get("IPProto") or PROTOCOLS.get(name, name) in rule["IPProto"])
        and any(
            any(holds(to["IP"], one) for one in addresses[destination])
            and to["Ports"]["First"] <= int(port or 0) <= to["Ports"]["Last"]
            for to in rule.get("DstPorts") or ()
        )
        for rule in case["nodes"][destination]["packet_filter"] or ()
    )


def holds(text: str, address: IPv4Address | IPv6Address) -> bool:
    if text == "*":
        return True
    first, dash, last = text.partition("-")
    if dash:
        low, high = ip_address(first), ip_address(last)
        return bool(low.version == address.version and int(low) <= int(address) <= int(high))
    return address in ip_network(text)


def test_the_control_plane_sent_it_in_one_of_the_two() -> None:
    asked = 0
    for old, new in pairs():
        listed = read_inventory([SourceText("devices.json", json.dumps(new["inventory"]))])
        for row in api.diff(old["policy"], new["policy"], inventory=listed).rows:
            if row.lane is not Lane.NETWORK or row.witness is None or row.witness.devices is None:
                continue
            source, destination = (device.name for device in row.witness.devices)
            answers = [sent(case, source, destination, row.witness.right) for case in (old, new)]
            if None in answers:
                continue
            asked += 1
            assert answers == [row.change is Change.LOST, row.change is Change.GAINED], (
                old["id"],
                new["id"],
                row,
            )
    assert asked >= LEAST
