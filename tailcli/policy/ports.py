"""Ports and protocols: the ``HOST:PORTS`` of ACL destinations and the ``ip`` entries of grants."""

from __future__ import annotations

import re

from tailcli.policy.faults import Fault, quote
from tailcli.source.tuples import NamedTuple


class PortRange(NamedTuple):
    """An inclusive range of ports; 0-65535 is what ``*`` means and nothing else can say."""

    first: int
    last: int


ANY_PORT = PortRange(0, 65535)

PROTOCOL_NUMBERS = {
    "icmp": 1,
    "icmpv4": 1,
    "igmp": 2,
    "ipv4": 4,
    "ip-in-ip": 4,
    "tcp": 6,
    "egp": 8,
    "igp": 9,
    "udp": 17,
    "dccp": 33,
    "gre": 47,
    "esp": 50,
    "ah": 51,
    "icmpv6": 58,
    "ipv6-icmp": 58,
    "tsmp": 99,
    "sctp": 132,
}
PROTOCOL_NAMES = {
    1: "icmp",
    2: "igmp",
    4: "ipv4",
    6: "tcp",
    8: "egp",
    9: "igp",
    17: "udp",
    33: "dccp",
    47: "gre",
    50: "esp",
    51: "ah",
    58: "ipv6-icmp",
    99: "tsmp",
    132: "sctp",
}
PROTOCOLS_WITH_PORTS = frozenset({6, 17, 132})
RESERVED_PROTOCOL = 99
MAX_PORT = 65535
MAX_PROTOCOL = 255


class Destination(NamedTuple):
    """An ACL destination: the selector's text (an IPv6 address without brackets) and its ports.

    ``start`` and ``end`` are the offsets of the selector's text in the entry.
    """

    host: str
    ports: tuple[PortRange, ...]
    start: int
    end: int


class Traffic(NamedTuple):
    """What a grant's ``ip`` entry opens; protocol None is the default set (TCP, UDP, ICMP of both kinds)."""

    protocol: int | None
    ports: PortRange


ANY_TRAFFIC = Traffic(None, ANY_PORT)

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_BRACKETS = 2


def parse_destination(text: str) -> Destination | Fault:
    """Read an ACL ``dst`` entry: ``HOST:PORTS``, split at the last colon.

    PORTS is ``*`` or a comma list of ports and ranges. The fault's ``server`` text lacks the prefix
    ``dst="ENTRY": `` of the control plane.
    """
    cached = _destinations.get(text)
    if cached is None:
        cached = _destinations[text] = _parse_destination(text)
    return cached


_destinations: dict[str, Destination | Fault] = {}


def _parse_destination(text: str) -> Destination | Fault:
    start = len(text) - len(text.lstrip())
    entry = text.strip()
    colon = entry.rfind(":")
    if colon < 0:
        return Fault(
            start,
            start + len(entry),
            f"destination {quote(entry)} has no ports",
            'hostport must contain a colon (":")',
            hint="write the ports after a colon",
            allowed=(f"{entry}:*",),
        )
    host = entry[:colon]
    if "," in host:
        return _comma_in_host(host, start)
    ports = parse_port_list(entry[colon + 1 :])
    if isinstance(ports, Fault):
        return ports.moved(start + colon + 1)
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    inset = (len(host) - len(bare)) // _BRACKETS
    return Destination(bare, ports, start + inset, start + inset + len(bare))


def _comma_in_host(host: str, start: int) -> Fault:
    return Fault(
        start,
        start + len(host),
        f"{quote(host)} names more than one destination",
        'host cannot contain a comma (",")',
        hint="give each destination its own entry",
    )


def parse_port_list(text: str) -> tuple[PortRange, ...] | Fault:
    """Read ``*`` or a comma list of ports and ranges."""
    if text == "*":
        return (ANY_PORT,)
    ranges: list[PortRange] = []
    at = 0
    for part in text.split(","):
        parsed = parse_port_range(part)
        if isinstance(parsed, Fault):
            fault = parsed if part or not text else parsed._replace(server=None)
            return _padded(part, fault).moved(at)
        ranges.append(parsed)
        at += len(part) + 1
    return tuple(ranges)


def _padded(part: str, fault: Fault) -> Fault:
    """Leave the server out where white space is all that is wrong: whether it minds is not known."""
    bare = part.strip()
    if bare == part or isinstance(parse_port_range(bare), Fault):
        return fault
    message = f"port {quote(part)} has white space around it"
    return fault._replace(message=message, server=None, hint=None, allowed=(bare,))


def parse_port_range(text: str) -> PortRange | Fault:
    """Read ``*``, ``N`` or ``A-B`` with 1 <= A <= B <= 65535."""
    if text == "*":
        return ANY_PORT
    if not text:
        return Fault(0, 0, "the port is missing", 'invalid port list: ""', hint='write a port, "A-B" or "*"')
    if text.count("-") > 1:
        return _range_fault(text, "is no port range: it has more than one dash", "too many dashes(-)")
    low, dash, high = text.partition("-")
    first = _port(low)
    last = _port(high) if dash else first
    if first is None:
        return _first_fault(text, low)
    if last is None:
        return _range_fault(text, f"ends in {quote(high)}, which is no port number", "invalid last integer")
    return _ordered(text, first, last)


def _ordered(text: str, first: int, last: int) -> PortRange | Fault:
    if first == 0:
        why = "first port must be >0, or use '*' for wildcard"
        return _range_fault(text, "holds port 0; ports start at 1", why, hint='every port is written "*"')
    if first > last:
        why = "first port must be >= last port"
        return _range_fault(
            text, "runs backwards", why, hint="put the lower port first", allowed=(f"{last}-{first}",)
        )
    return PortRange(first, last)


def _port(text: str) -> int | None:
    if not _DIGITS.fullmatch(text):
        return None
    value = text.lstrip("0") or "0"
    return int(value) if len(value) <= len(str(MAX_PORT)) and int(value) <= MAX_PORT else None


def _first_fault(text: str, low: str) -> Fault:
    if _DIGITS.fullmatch(low):
        return _range_fault(text, f"is out of range: ports end at {MAX_PORT}", "invalid first integer")
    if "," in text:
        hint = "write one entry for each port"
        return _range_fault(
            text, "is a list, where one port or range is expected", "invalid first integer", hint
        )
    return _range_fault(text, "is not a number", "invalid first integer", hint='write a number, "A-B" or "*"')


def _range_fault(
    text: str, what: str, server: str, hint: str | None = None, allowed: tuple[str, ...] = ()
) -> Fault:
    message = f"port {quote(text)} {what}"
    return Fault(0, len(text), message, f"port range {quote(text)}: {server}", hint, allowed)


def parse_traffic(text: str) -> Traffic | Fault:
    """Read a grant's ``ip`` entry: ``*``, ``PORTS`` or ``PROTO:PORTS``, PORTS being one port, range or ``*``.

    A bare number is a port, never a protocol.
    """
    cached = _traffic.get(text)
    if cached is None:
        cached = _traffic[text] = _one_port(text) or _parse_traffic(text)
    return cached


_traffic: dict[str, Traffic | Fault] = {}


def _one_port(text: str) -> Traffic | None:
    """Read ``PROTO:PORT`` in its plain spelling, nearly every entry of a large policy; None for any other."""
    protocol, _, port = text.partition(":")
    number = PROTOCOL_NUMBERS.get(protocol)
    if number is None or not (port.isascii() and port.isdigit()) or len(port) > _PORT_DIGITS:
        return None
    one = int(port)
    return Traffic(number, PortRange(one, one)) if 0 < one <= MAX_PORT else None


_PORT_DIGITS = len(str(MAX_PORT))


def _parse_traffic(text: str) -> Traffic | Fault:
    start = len(text) - len(text.lstrip())
    entry = text.strip().lower()
    if not entry:
        return Fault(0, len(text), "the entry is empty", "empty string", hint='write "*" or "tcp:443"')
    if entry == "*":
        return ANY_TRAFFIC
    protocol, colon, port = entry.rpartition(":")
    if "," in protocol:
        return _comma_in_host(protocol, start)
    ports = parse_port_range(port)
    if isinstance(ports, Fault):
        return _explain_bare_protocol(entry, ports.moved(start + len(protocol) + len(colon)))
    if not colon or protocol == "*":
        return Traffic(None, ports)
    if not protocol:
        return Fault(start, start + 1, "the protocol before the colon is missing", "empty protocol")
    number = parse_protocol(protocol)
    return number.moved(start) if isinstance(number, Fault) else Traffic(number, ports)


def _explain_bare_protocol(entry: str, fault: Fault) -> Fault:
    one, slash, other = entry.partition("/")
    if slash and one in PROTOCOL_NUMBERS:
        return fault._replace(hint="a colon stands between protocol and port", allowed=(f"{one}:{other}",))
    if slash and other in PROTOCOL_NUMBERS:
        return fault._replace(hint="the protocol comes first", allowed=(f"{other}:{one}",))
    if entry in {"all", "any"}:
        return fault._replace(hint='every port is written "*"', allowed=("*",))
    if entry not in PROTOCOL_NUMBERS:
        return fault
    message = f"{quote(entry)} is a protocol without ports"
    return fault._replace(message=message, hint="write the ports after a colon", allowed=(f"{entry}:*",))


def parse_protocol(text: str) -> int | Fault:
    """Read a protocol of a grant: a name in any case or a number from 0 to 255."""
    if _DIGITS.fullmatch(text):
        digits = text.lstrip("0") or "0"
        if len(digits) <= len(str(MAX_PROTOCOL)) and int(digits) <= MAX_PROTOCOL:
            return int(digits)
    elif (known := PROTOCOL_NUMBERS.get(text.lower())) is not None:
        return known
    return _unknown_protocol(text)


def _unknown_protocol(text: str) -> Fault:
    from tailcli.policy.suggest import closest

    near = closest(text.lower(), PROTOCOL_NUMBERS)
    return Fault(
        0,
        len(text),
        f"protocol {quote(text)} is not known",
        f"proto name {quote(text)} not known; use protocol number 0-255",
        hint="use a protocol's name or its number from 0 to 255",
        allowed=(near,) if near else (),
    )


def parse_acl_protocol(text: str) -> int | Fault | None:
    """Read an ACL rule's ``proto``: None for the empty string (the default set), else as in a grant.

    Leading zeros and protocol 99 are refused here.
    """
    name = text.strip()
    if not name:
        return None
    start = len(text) - len(text.lstrip())
    if _DIGITS.fullmatch(name) and len(name) > 1 and name.startswith("0"):
        server = f"leading 0 not permitted in protocol number {quote(name)}"
        message = f"protocol {quote(name)} has a leading zero"
        return Fault(start, start + len(name), message, server, allowed=(name.lstrip("0") or "0",))
    number = parse_protocol(name)
    if isinstance(number, Fault):
        return number.moved(start)
    if number == RESERVED_PROTOCOL:
        server = "IP protocol 99 is reserved for use by Tailscale"
        return Fault(start, start + len(name), "protocol 99 is reserved for Tailscale itself", server)
    return number


def format_ports(ports: PortRange) -> str:
    """Write a port range as a policy does."""
    if ports == ANY_PORT:
        return "*"
    return str(ports.first) if ports.first == ports.last else f"{ports.first}-{ports.last}"


def format_protocol(number: int) -> str:
    """Write a protocol by its preferred name, or its number."""
    return PROTOCOL_NAMES.get(number, str(number))
