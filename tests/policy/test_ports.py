from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.faults import Fault
from tailcli.policy.ports import (
    ANY_PORT,
    ANY_TRAFFIC,
    Destination,
    PortRange,
    Traffic,
    format_ports,
    format_protocol,
    parse_acl_protocol,
    parse_destination,
    parse_protocol,
    parse_traffic,
)


@pytest.mark.parametrize(
    ("text", "host", "ports"),
    [
        ("*:*", "*", "*"),
        ("tag:web:443", "tag:web", "443"),
        ("tag:web:22,80-90,443", "tag:web", "22,80-90,443"),
        ("fd7a::1/128:443", "fd7a::1/128", "443"),
        ("[fd7a::1]:443", "fd7a::1", "443"),
        (" web:1-65535 ", "web", "1-65535"),
        ("autogroup:self:*", "autogroup:self", "*"),
    ],
)
def test_a_destination_is_split_at_its_last_colon(text: str, host: str, ports: str) -> None:
    found = parse_destination(text)
    assert isinstance(found, Destination)
    assert found.host == host == text[found.start : found.end]
    assert ",".join(format_ports(one) for one in found.ports) == ports


@pytest.mark.parametrize(
    ("text", "blamed", "server"),
    [
        ("100.64.0.1", "100.64.0.1", 'hostport must contain a colon (":")'),
        ("tag:web:ssh", "ssh", 'port range "ssh": invalid first integer'),
        ("autogroup:self", "self", 'port range "self": invalid first integer'),
        ("web:0", "0", "port range \"0\": first port must be >0, or use '*' for wildcard"),
        ("web:", "", 'invalid port list: ""'),
        ("web:1-2-3", "1-2-3", 'port range "1-2-3": too many dashes(-)'),
        ("web:80,1-x", "1-x", 'port range "1-x": invalid last integer'),
        ("web:9-1", "9-1", 'port range "9-1": first port must be >= last port'),
        ("web:65536", "65536", 'port range "65536": invalid first integer'),
        ("web:+80", "+80", 'port range "+80": invalid first integer'),
        ("web:80, 443", " 443", None),
        ("web:80,", "", None),
        ("a,b:80", "a,b", 'host cannot contain a comma (",")'),
    ],
)
def test_a_wrong_destination_names_its_wrong_part(text: str, blamed: str, server: str | None) -> None:
    found = parse_destination(text)
    assert isinstance(found, Fault)
    assert (text[found.start : found.end], found.server) == (blamed, server)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", ANY_TRAFFIC),
        ("*:*", ANY_TRAFFIC),
        ("443", Traffic(None, PortRange(443, 443))),
        ("47", Traffic(None, PortRange(47, 47))),
        ("8000-8100", Traffic(None, PortRange(8000, 8100))),
        ("tcp:443", Traffic(6, PortRange(443, 443))),
        ("UDP:53", Traffic(17, PortRange(53, 53))),
        ("icmp:*", Traffic(1, ANY_PORT)),
        ("100:80", Traffic(100, PortRange(80, 80))),
        ("*:80", Traffic(None, PortRange(80, 80))),
    ],
)
def test_a_network_capability_is_read(text: str, expected: Traffic) -> None:
    assert parse_traffic(text) == expected


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("", "empty string"),
        (":80", "empty protocol"),
        ("icmp", 'port range "icmp": invalid first integer'),
        ("tcp:80,443", 'port range "80,443": invalid first integer'),
        ("0", "port range \"0\": first port must be >0, or use '*' for wildcard"),
        ("foo:80", 'proto name "foo" not known; use protocol number 0-255'),
        ("256:80", 'proto name "256" not known; use protocol number 0-255'),
        ("tcp:", 'invalid port list: ""'),
    ],
)
def test_a_wrong_network_capability_has_the_words_of_the_server(text: str, server: str) -> None:
    found = parse_traffic(text)
    assert isinstance(found, Fault)
    assert found.server == server


@pytest.mark.parametrize(
    ("text", "meant"),
    [("icmp", "icmp:*"), ("tcp/443", "tcp:443"), ("443/tcp", "tcp:443"), ("any", "*"), ("9-1", "1-9")],
)
def test_what_a_wrong_network_capability_was_meant_to_be(text: str, meant: str) -> None:
    found = parse_traffic(text)
    assert isinstance(found, Fault)
    assert found.allowed == (meant,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("tcp", 6),
        ("TCP", 6),
        (" udp ", 17),
        ("ipv6-icmp", 58),
        ("0", 0),
        ("255", 255),
        ("132", 132),
    ],
)
def test_the_protocol_of_an_acl_rule(text: str, expected: int | None) -> None:
    assert parse_acl_protocol(text) == expected


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("06", 'leading 0 not permitted in protocol number "06"'),
        ("99", "IP protocol 99 is reserved for use by Tailscale"),
        ("tpc", 'proto name "tpc" not known; use protocol number 0-255'),
        ("256", 'proto name "256" not known; use protocol number 0-255'),
    ],
)
def test_a_wrong_protocol_of_an_acl_rule(text: str, server: str) -> None:
    found = parse_acl_protocol(text)
    assert isinstance(found, Fault)
    assert found.server == server


def test_a_misspelt_protocol_is_recognised() -> None:
    found = parse_protocol("tpc")
    assert isinstance(found, Fault)
    assert found.allowed == ("tcp",)


def test_protocols_and_ports_are_written_as_a_policy_writes_them() -> None:
    assert [format_protocol(number) for number in (6, 17, 58, 200)] == ["tcp", "udp", "ipv6-icmp", "200"]
    assert format_ports(PortRange(1, 65535)) == "1-65535"


@given(st.integers(1, 65535), st.integers(1, 65535))
def test_every_range_in_order_is_read_back(one: int, other: int) -> None:
    ports = PortRange(*sorted((one, other)))
    assert parse_traffic(f"tcp:{format_ports(ports)}") == Traffic(6, ports)


@given(st.text(alphabet="0123456789-,:*[] tcp\u0663", max_size=20))
def test_no_text_makes_a_reader_raise_and_every_fault_lies_inside(text: str) -> None:
    for found in (parse_destination(text), parse_traffic(text), parse_acl_protocol(text)):
        if isinstance(found, Fault):
            assert 0 <= found.start <= found.end <= len(text)


def test_a_number_of_thousands_of_digits_is_only_wrong() -> None:
    assert isinstance(parse_traffic("9" * 5000), Fault)
    assert isinstance(parse_acl_protocol("9" * 5000), Fault)
    assert isinstance(parse_destination("a:" + "9" * 5000), Fault)
