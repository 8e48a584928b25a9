"""Acls and grants brought to one plain shape."""

from __future__ import annotations

from typing import Any, NamedTuple

DEFAULT_PROTOCOLS = (6, 17, 1, 58)
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


class Traffic(NamedTuple):
    """Protocols, and the ports from ``low`` to ``high``."""

    protocols: tuple[int, ...]
    low: int
    high: int


class Rule(NamedTuple):
    """One grant or ACL rule: ``dst`` pairs each destination with its traffic."""

    src: tuple[str, ...]
    dst: tuple[tuple[str, tuple[Traffic, ...]], ...]
    postures: frozenset[frozenset[str]]
    via: tuple[str, ...]
    app: dict[str, list[Any]]


ALWAYS = frozenset({frozenset[str]()})


def rules(policy: dict[str, Any]) -> list[Rule]:
    """All rules that count: grants first, then acls; with neither key, everybody reaches everything."""
    if policy.get("grants") is None and policy.get("acls") is None:
        everything = Traffic(DEFAULT_PROTOCOLS, 0, 65535)
        return [Rule(("*",), (("*", (everything,)),), ALWAYS, (), {})]
    grants = [_grant(policy, entry) for entry in policy.get("grants") or []]
    acls = [_acl(policy, entry) for entry in policy.get("acls") or [] if entry.get("action") == "accept"]
    return grants + acls


def postures(policy: dict[str, Any], rule: dict[str, Any]) -> frozenset[frozenset[str]]:
    """The alternatives of a rule, each a set of assertions; one empty alternative: no condition at all."""
    names = rule.get("srcPosture") or policy.get("defaultSrcPosture") or []
    if not names:
        return ALWAYS
    alternatives = set()
    for name in names:
        body = policy.get("postures", {}).get(name)
        if body is not None:
            listed = body["assertions"] if isinstance(body, dict) else body
            alternatives.add(frozenset(assertion.strip() for assertion in listed))
    return frozenset(alternatives)


def _names(entry: dict[str, Any], *keys: str) -> tuple[str, ...]:
    return tuple(text.strip() for key in keys for text in entry.get(key) or [])


def _acl(policy: dict[str, Any], entry: dict[str, Any]) -> Rule:
    protocols = (protocol(entry["proto"]),) if entry.get("proto") else DEFAULT_PROTOCOLS
    dst = []
    for text in _names(entry, "dst", "ports"):
        host, _, ports = text.rpartition(":")
        traffic = tuple(Traffic(protocols, *port_range(part)) for part in ports.split(","))
        dst.append((host.removeprefix("[").removesuffix("]"), traffic))
    return Rule(_names(entry, "src", "users"), tuple(dst), postures(policy, entry), (), {})


def _grant(policy: dict[str, Any], entry: dict[str, Any]) -> Rule:
    traffic = tuple(_grant_traffic(text) for text in _names(entry, "ip"))
    dst = tuple((host, traffic) for host in _names(entry, "dst"))
    app = dict(entry.get("app") or {})
    return Rule(_names(entry, "src"), dst, postures(policy, entry), _names(entry, "via"), app)


def _grant_traffic(text: str) -> Traffic:
    name, colon, ports = text.rpartition(":")
    protocols = (protocol(name),) if colon and name != "*" else DEFAULT_PROTOCOLS
    return Traffic(protocols, *port_range(ports))


def protocol(name: str) -> int:
    """The number of a protocol given by name or number."""
    return PROTOCOL_NUMBERS[name.lower()] if name.lower() in PROTOCOL_NUMBERS else int(name)


def port_range(text: str) -> tuple[int, int]:
    """First and last port of ``*``, ``N`` or ``A-B``; only ``*`` holds port 0."""
    if text == "*":
        return 0, 65535
    first, _, last = text.partition("-")
    return int(first), int(last or first)
