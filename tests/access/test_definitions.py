from __future__ import annotations

import json

import pytest

from tailcli.access.definitions import Definitions
from tailcli.policy.addresses import V4, AddressRange
from tailcli.policy.load import load
from tailcli.source.text import SourceText


def read(**sections: object) -> Definitions:
    return Definitions(load(SourceText("p", json.dumps(sections))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.0.0.1", AddressRange(V4, 0x0A000001, 0x0A000001)),
        (" 10.0.0.7/8 ", AddressRange(V4, 0x0A000000, 0x0AFFFFFF)),
        ("10.0.0.1-10.0.0.2", None),
        ("group:a", None),
        ("nonsense", None),
    ],
)
def test_a_host_is_one_network(text: str, found: AddressRange | None) -> None:
    definitions = read(hosts={"a": text})
    assert definitions.host("a") == found
    assert definitions.has_host("a")
    assert definitions.host("b") is None


def test_a_host_with_a_zone_is_read_without_it_whatever_the_zone_is() -> None:
    plain = read(hosts={"a": "fe80::1"})
    assert plain.host("a") is not None
    assert read(hosts={"a": "fe80::1%eth0@b"}).host("a") == plain.host("a")


@pytest.mark.parametrize(
    ("hosts", "is_same"),
    [
        ({"a": "10.0.0.1", "b": "10.0.0.0/8"}, True),
        ({"b": "10.1.0.0/8", "a": "10.0.0.1/32"}, True),
        ({"a": "10.0.0.2", "b": "10.0.0.0/8"}, False),
        ({"a": "10.0.0.1", "c": "10.0.0.0/8"}, False),
        ({"a": "10.0.0.1"}, False),
    ],
)
def test_hosts_are_the_same_where_their_addresses_are(hosts: dict[str, str], *, is_same: bool) -> None:
    one, other = read(hosts={"a": "10.0.0.1", "b": "10.0.0.0/8"}), read(hosts=hosts)
    assert one.means_the_same(other) is is_same
    assert other.means_the_same(one) is is_same


def test_a_chain_of_ip_sets_may_be_as_long_as_it_is() -> None:
    chain = {f"ipset:{n}": [f"add ipset:{n + 1}"] for n in range(2_000)}
    definitions = read(ipsets={**chain, "ipset:2000": ["add 10.0.0.1"]})
    assert definitions.ipset("ipset:0") == definitions.ipset("ipset:2000") != definitions.ipset("ipset:none")


def test_a_cycle_of_ip_sets_adds_nothing() -> None:
    definitions = read(ipsets={"ipset:a": ["add ipset:b", "add 10.0.0.1"], "ipset:b": ["add ipset:a"]})
    assert definitions.ipset("ipset:a")[V4] == ((0x0A000001, 0x0A000002),)
    assert definitions.ipset("ipset:b")[V4] == ()


def test_every_kind_of_name_counts() -> None:
    one = read(groups={"group:a": ["a@example.com"]}, ipsets={"ipset:a": ["10.0.0.1"]})
    assert one.means_the_same(one)
    assert not one.means_the_same(read(groups={"group:a": ["a@example.com"]}))
    assert not one.means_the_same(read(ipsets={"ipset:a": ["10.0.0.1"]}))
