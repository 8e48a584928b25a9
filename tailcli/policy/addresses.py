"""IP addresses, prefixes and ranges as ranges of integers, read the way Go's ``net/netip`` reads them.

Stricter than :mod:`ipaddress`: no netmasks, no leading zeros in IPv4, no signs or leading zeros in a prefix
length, and a prefix needs its slash. Nothing here raises: what is not an address is None.
"""

from __future__ import annotations

import re

from tailcli.source.tuples import NamedTuple

V4 = 4
V6 = 6
BITS = {V4: 32, V6: 128}


class AddressRange(NamedTuple):
    """An inclusive range of addresses of one family."""

    version: int
    first: int
    last: int

    def contains(self, other: AddressRange) -> bool:
        """Whether every address of ``other`` is in this range (never across families)."""
        return self.version == other.version and self.first <= other.first and other.last <= self.last

    def overlaps(self, other: AddressRange) -> bool:
        """Whether the two ranges share an address."""
        return self.version == other.version and self.first <= other.last and other.first <= self.last

    @property
    def is_single(self) -> bool:
        """Whether the range is one address."""
        return self.first == self.last


class Prefix(NamedTuple):
    """A CIDR; ``range`` has the host bits zeroed, ``has_host_bits`` says whether the text had any."""

    range: AddressRange
    bits: int
    has_host_bits: bool


_V4_PART = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_V6_GROUP = re.compile(r"[0-9a-fA-F]+", re.ASCII)
_PREFIX_BITS = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_V4_PARTS = 4
_V6_GROUPS = 8
_MAX_PART = 255
_MAX_GROUP = 0xFFFF
_SHORTEST_RUN = 2


def parse_address(text: str) -> AddressRange | None:
    """Read one address; an IPv6 zone is dropped. IPv4 in IPv6 (``::ffff:1.2.3.4``) stays IPv6."""
    if ":" in text:
        address, percent, zone = text.partition("%")
        value = None if percent and not zone else _parse_v6(address)
        return None if value is None else AddressRange(V6, value, value)
    value = _parse_v4(text)
    return None if value is None else AddressRange(V4, value, value)


def parse_prefix(text: str) -> Prefix | None:
    """Read a CIDR. Host bits may be set: they are zeroed and reported in the result."""
    address, slash, length = text.rpartition("/")
    if not slash or "%" in address or not _PREFIX_BITS.fullmatch(length):
        return None
    single = parse_address(address)
    bits = int(length)
    if single is None or bits > BITS[single.version]:
        return None
    size = 1 << (BITS[single.version] - bits)
    first = single.first - single.first % size
    return Prefix(AddressRange(single.version, first, first + size - 1), bits, first != single.first)


def parse_network(text: str) -> AddressRange | None:
    """Read an address or a CIDR, as a range."""
    if "/" in text:
        prefix = parse_prefix(text)
        return None if prefix is None else prefix.range
    return parse_address(text)


def parse_range(text: str) -> AddressRange | None:
    """Read ``a-b``: two addresses of one family, the first not above the last."""
    low, dash, high = text.partition("-")
    first = parse_address(low.strip())
    last = parse_address(high.strip())
    if not dash or first is None or last is None:
        return None
    if first.version != last.version or first.first > last.first:
        return None
    return AddressRange(first.version, first.first, last.first)


def looks_like_address(text: str) -> bool:
    """Whether a string that is no address was probably meant as one: digits with dots, or hex with colons."""
    return _ALIKE.fullmatch(text) is not None


_ALIKE = re.compile(r"[0-9]+(\.[0-9]+)+(/.*)?|[0-9a-fA-F]*:[0-9a-fA-F:]*(/.*)?|[0-9][0-9./]*", re.ASCII)


def _parse_v4(text: str) -> int | None:
    parts = text.split(".")
    if len(parts) != _V4_PARTS:
        return None
    value = 0
    for part in parts:
        if not _V4_PART.fullmatch(part) or int(part) > _MAX_PART:
            return None
        value = value << 8 | int(part)
    return value


def _parse_v6(text: str) -> int | None:
    left, double, right = text.partition("::")
    head = _groups(left, is_last=not double)
    tail = _groups(right, is_last=True)
    if head is None or tail is None:
        return None
    missing = _V6_GROUPS - len(head) - len(tail)
    if missing < 1 if double else missing != 0:
        return None
    value = 0
    for group in [*head, *[0] * missing, *tail]:
        value = value << 16 | group
    return value


def _groups(text: str, *, is_last: bool) -> list[int] | None:
    if not text:
        return []
    groups: list[int] = []
    parts = text.split(":")
    if is_last and "." in parts[-1]:
        embedded = _parse_v4(parts.pop())
        if embedded is None:
            return None
        tail = [embedded >> 16, embedded & _MAX_GROUP]
    else:
        tail = []
    for part in parts:
        if not _V6_GROUP.fullmatch(part) or int(part, 16) > _MAX_GROUP:
            return None
        groups.append(int(part, 16))
    return groups + tail


def format_address(version: int, value: int) -> str:
    """Write an address as ``net/netip`` does (lower case, the longest run of zero groups compressed)."""
    if version == V4:
        return ".".join(str(value >> shift & _MAX_PART) for shift in (24, 16, 8, 0))
    groups = [value >> shift & _MAX_GROUP for shift in range(112, -1, -16)]
    if groups[:5] == [0] * 5 and groups[5] == _MAX_GROUP:
        return "::ffff:" + format_address(V4, value & 0xFFFFFFFF)
    start, length = _longest_zeros(groups)
    if length < _SHORTEST_RUN:
        return ":".join(f"{group:x}" for group in groups)
    head = ":".join(f"{group:x}" for group in groups[:start])
    tail = ":".join(f"{group:x}" for group in groups[start + length :])
    return f"{head}::{tail}"


def _longest_zeros(groups: list[int]) -> tuple[int, int]:
    best = (0, 0)
    start = None
    for index, group in enumerate([*groups, 1]):
        if group == 0:
            start = index if start is None else start
        elif start is not None:
            best = max(best, (start, index - start), key=lambda run: run[1])
            start = None
    return best


def format_range(addresses: AddressRange) -> str:
    """Write a range in its shortest form: an address, a CIDR, or ``a-b``."""
    first, last = addresses.first, addresses.last
    size = last - first + 1
    if size == 1:
        return format_address(addresses.version, first)
    if size & (size - 1) == 0 and first % size == 0:
        bits = BITS[addresses.version] - (size.bit_length() - 1)
        return f"{format_address(addresses.version, first)}/{bits}"
    return f"{format_address(addresses.version, first)}-{format_address(addresses.version, last)}"


def split_cidrs(addresses: AddressRange) -> tuple[AddressRange, ...]:
    """Split a range into the fewest aligned blocks, in order; each is written as an address or a CIDR."""
    blocks: list[AddressRange] = []
    first = addresses.first
    while first <= addresses.last:
        size = 1 << ((addresses.last - first + 1).bit_length() - 1)
        if first:
            size = min(size, first & -first)
        blocks.append(AddressRange(addresses.version, first, first + size - 1))
        first += size
    return tuple(blocks)
