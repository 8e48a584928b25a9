"""Address selectors as lists of intervals: literals, hosts, IP sets and ``autogroup:internet``."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

from .world import TAILNET


class Interval(NamedTuple):
    """All addresses of one family from ``low`` to ``high``, both included."""

    family: int
    low: int
    high: int


@lru_cache(maxsize=4096)
def interval(text: str) -> Interval | None:
    """The interval that an address, a CIDR or ``first-last`` names."""
    try:
        if "-" in text:
            first, last = (ip_address(part.strip()) for part in text.split("-"))
            return Interval(first.version, int(first), int(last))
        network = ip_network(text, strict=False)
    except ValueError:
        return None
    return Interval(network.version, int(network.network_address), int(network.broadcast_address))


def _all(*texts: str) -> list[Interval]:
    return [found for text in texts if (found := interval(text))]


EVERY_ADDRESS = _all("0.0.0.0/0", "::/0")
STAR_SOURCE = _all("100.64.0.0-100.115.91.255", "100.115.94.0-100.127.255.255", "fd7a:115c:a1e0::/48")
INTERNET = _all(
    "0.0.0.0-9.255.255.255",
    "11.0.0.0-100.63.255.255",
    "100.128.0.0-169.253.255.255",
    "169.255.0.0-172.15.255.255",
    "172.32.0.0-192.167.255.255",
    "192.169.0.0-255.255.255.255",
    "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
)


def remove(intervals: list[Interval], gone: Interval) -> list[Interval]:
    """The intervals without the addresses of one."""
    left = []
    for one in intervals:
        if one.family != gone.family or one.high < gone.low or one.low > gone.high:
            left.append(one)
            continue
        if one.low < gone.low:
            left.append(Interval(one.family, one.low, gone.low - 1))
        if one.high > gone.high:
            left.append(Interval(one.family, gone.high + 1, one.high))
    return left


def ip_set(policy: dict[str, Any], name: str, seen: tuple[str, ...] = ()) -> list[Interval]:
    """What an IP set holds: its operations in order, on a set that starts empty."""
    held: list[Interval] = []
    if name in seen:
        return held
    for entry in policy.get("ipsets", {}).get(name, []):
        words = entry.split(None, 1)
        verb, target = (
            (words[0], words[1].strip()) if words[0] in ("add", "remove") else ("add", entry.strip())
        )
        if target.startswith("ipset:"):
            operand = ip_set(policy, target, (*seen, name))
        elif target.startswith("host:"):
            operand = _all(policy.get("hosts", {}).get(target.removeprefix("host:"), ""))
        else:
            operand = list(INTERNET) if target == "autogroup:internet" else _all(target)
        if verb == "add":
            held = held + operand
        else:
            for gone in operand:
                held = remove(held, gone)
    return held


def intervals(policy: dict[str, Any], selector: str) -> list[Interval]:
    """The addresses that a host, a literal or an IP set names; nothing for any other selector."""
    if selector.startswith("ipset:"):
        return ip_set(policy, selector)
    if selector in policy.get("hosts", {}):
        return _all(policy["hosts"][selector])
    return [] if "-" in selector else _all(selector)


def holds(held: list[Interval], family: int, number: int) -> bool:
    """Whether an address is among them."""
    return any(one.family == family and one.low <= number <= one.high for one in held)


def covers(held: list[Interval], wanted: Interval) -> bool:
    """Whether every address of an interval is among them."""
    left = [wanted]
    for one in held:
        left = remove(left, one)
    return not left


def covers_tailnet(held: list[Interval], family: int) -> bool:
    """Whether every tailnet address of a family is among them."""
    return covers(held, Interval(family, *TAILNET[family]))


def touches_tailnet(held: list[Interval], family: int) -> bool:
    """Whether any tailnet address of a family is among them."""
    low, high = TAILNET[family]
    return any(one.family == family and one.low <= high and one.high >= low for one in held)
