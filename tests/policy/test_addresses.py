from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.addresses import (
    V4,
    V6,
    AddressRange,
    format_address,
    format_range,
    looks_like_address,
    parse_address,
    parse_network,
    parse_prefix,
    parse_range,
    split_cidrs,
)


@pytest.mark.parametrize(
    ("text", "version", "value"),
    [
        ("10.0.0.1", V4, 0x0A000001),
        ("255.255.255.255", V4, 0xFFFFFFFF),
        ("::", V6, 0),
        ("::1", V6, 1),
        ("fd7a:115c:a1e0::1", V6, 0xFD7A_115C_A1E0_0000_0000_0000_0000_0001),
        ("FD7A::", V6, 0xFD7A << 112),
        ("2001:db8::00001", V6, 0x2001_0DB8 << 96 | 1),
        ("::ffff:1.2.3.4", V6, 0xFFFF_0102_0304),
        ("fe80::1%eth0", V6, 0xFE80 << 112 | 1),
        ("1:2:3:4:5:6:7:8", V6, 0x0001_0002_0003_0004_0005_0006_0007_0008),
    ],
)
def test_an_address_is_read(text: str, version: int, value: int) -> None:
    assert parse_address(text) == AddressRange(version, value, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.1.2",
        " 10.0.0.1",
        "1.2.3.4%x",
        "\u0661.2.3.4",
        "::%",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        ":1",
        "1:",
        "::1.2.3.4:5",
        "g::",
    ],
)
def test_what_go_refuses_is_no_address(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "shown", "has_host_bits"),
    [
        ("10.0.0.0/8", "10.0.0.0/8", False),
        ("10.0.0.5/24", "10.0.0.0/24", True),
        ("0.0.0.0/0", "0.0.0.0/0", False),
        ("10.0.0.1/32", "10.0.0.1", False),
        ("::/0", "::/0", False),
        ("fd7a:115c:a1e0::7/48", "fd7a:115c:a1e0::/48", True),
    ],
)
def test_a_prefix_keeps_note_of_its_host_bits(text: str, shown: str, *, has_host_bits: bool) -> None:
    prefix = parse_prefix(text)
    assert prefix is not None
    assert (format_range(prefix.range), prefix.has_host_bits) == (shown, has_host_bits)


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/08",
        "10.0.0.0/+8",
        "10.0.0.0/255.0.0.0",
        "fe80::1%e/64",
        "::/129",
        "/8",
    ],
)
def test_what_go_refuses_is_no_prefix(text: str) -> None:
    assert parse_prefix(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10.0.0.0-10.0.0.255", "10.0.0.0/24"),
        ("10.0.0.1 - 10.0.0.9", "10.0.0.1-10.0.0.9"),
        ("fd00::1-fd00::1", "fd00::1"),
        ("10.0.0.9-10.0.0.1", None),
        ("10.0.0.1-fd00::1", None),
        ("10.0.0.1", None),
        ("10.0.0.0/8-11.0.0.0/8", None),
    ],
)
def test_a_range_has_two_addresses_of_one_family_in_order(text: str, shown: str | None) -> None:
    found = parse_range(text)
    assert (None if found is None else format_range(found)) == shown


def test_a_network_is_an_address_or_a_prefix() -> None:
    assert parse_network("10.0.0.1") == parse_network("10.0.0.1/32")
    assert parse_network("10.0.0.1-10.0.0.2") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0", True),
        ("10.0.0.300/8", True),
        ("fd7a::1::2", True),
        ("db", False),
        ("web-1", False),
        ("*", False),
    ],
)
def test_what_was_meant_as_an_address(text: str, *, expected: bool) -> None:
    assert looks_like_address(text) is expected


@given(st.ip_addresses())
def test_writing_and_reading_agree_with_the_standard_library(address: ipaddress.IPv4Address) -> None:
    assert parse_address(str(address)) == AddressRange(address.version, int(address), int(address))
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return
    assert format_address(address.version, int(address)) == str(address)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_cidrs_are_the_minimal_split_of_a_range(one: int, other: int) -> None:
    first, last = sorted((one, other))
    expected = ipaddress.summarize_address_range(ipaddress.IPv4Address(first), ipaddress.IPv4Address(last))
    found = split_cidrs(AddressRange(V4, first, last))
    assert [(block.first, block.last) for block in found] == [
        (int(network[0]), int(network[-1])) for network in expected
    ]


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**16))
def test_a_range_is_written_so_that_it_reads_back(first: int, size: int) -> None:
    addresses = AddressRange(V6, first, min(first + size, 2**128 - 1))
    text = format_range(addresses)
    assert (parse_range(text) or parse_network(text)) == addresses


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_raise(text: str) -> None:
    for read in (parse_address, parse_prefix, parse_range, parse_network):
        read(text)


def test_families_never_mix() -> None:
    everything = AddressRange(V6, 0, 2**128 - 1)
    one = AddressRange(V4, 1, 1)
    assert not everything.contains(one)
    assert not everything.overlaps(one)
    assert AddressRange(V4, 0, 5).overlaps(AddressRange(V4, 5, 9))
    assert not AddressRange(V4, 0, 5).contains(AddressRange(V4, 5, 9))
