"""Atoms: the classes of sources and destinations that the rules at hand can tell apart.

Which atoms there are is decided in :mod:`tailcli.access.universe`; docs/semantics.md ("Without a device
list") says what each stands for. A set of atoms is an integer used as a bit set: bit ``i`` is atom ``i``.

Tuples of different classes are equal when their fields are, so each class carries its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.ranges import Ranges


class OwnDevices(NamedTuple):
    """As a destination: the devices of the very user who is the source (``autogroup:self``)."""

    kind: Literal["own"] = "own"


class People(NamedTuple):
    """Named logins that no rule can tell apart. One login alone is a class too."""

    logins: tuple[str, ...]
    kind: Literal["people"] = "people"


class OtherMembers(NamedTuple):
    """Members whom no rule names; of one domain where ``user:*@DOMAIN`` is used, else of any other."""

    domain: str | None
    kind: Literal["other-members"] = "other-members"


class RoleHolders(NamedTuple):
    """People with a role, whoever they are; members too. ``role`` is the autogroup's name."""

    role: str
    kind: Literal["role"] = "role"


class SyncedMembers(NamedTuple):
    """Members of a group that an identity provider fills; members of the tailnet too."""

    group: str
    kind: Literal["synced"] = "synced"


class SharedUsers(NamedTuple):
    """Users of other tailnets to whom a device was shared."""

    kind: Literal["shared"] = "shared"


class TaggedDevices(NamedTuple):
    """Devices that carry this tag and no other (several tags: the union of what each has)."""

    tag: str
    kind: Literal["tagged"] = "tagged"


class OtherTagged(NamedTuple):
    """Devices that carry a tag no rule names."""

    kind: Literal["other-tagged"] = "other-tagged"


class Addresses(NamedTuple):
    """Addresses that no rule can tell apart, as integers; "the device there, whoever it is"."""

    version: int
    ranges: Ranges
    kind: Literal["addresses"] = "addresses"


class SubnetHosts(NamedTuple):
    """Hosts behind approved subnet routes, as sources."""

    kind: Literal["subnet-hosts"] = "subnet-hosts"


class Services(NamedTuple):
    """A Tailscale Service (``svc:NAME``), as a destination."""

    name: str
    kind: Literal["service"] = "service"


Atom: TypeAlias = (
    OwnDevices
    | People
    | OtherMembers
    | RoleHolders
    | SyncedMembers
    | SharedUsers
    | TaggedDevices
    | OtherTagged
    | Addresses
    | SubnetHosts
    | Services
)


class AtomSet(NamedTuple):
    """What a selector stands for: atoms reached by either family, and those by one family only.

    ``both`` holds identities; ``v4`` and ``v6`` hold addresses, and identities that an address range covers
    for that family alone (``100.64.0.0/10`` holds every device's IPv4 address and no IPv6 address).
    """

    both: int = 0
    v4: int = 0
    v6: int = 0

    def __or__(self, other: object) -> AtomSet:
        """Return the union, family by family."""
        if not isinstance(other, AtomSet):
            return NotImplemented
        return AtomSet(self.both | other.both, self.v4 | other.v4, self.v6 | other.v6)

    @property
    def is_empty(self) -> bool:
        """Whether no atom is in the set."""
        return not (self.both or self.v4 or self.v6)


_FEW = 16  # below this many, shifting beats filling a byte array


def bits(indexes: list[int]) -> int:
    """Return the bit set of the given atom numbers (linear also for thousands of them)."""
    if len(indexes) < _FEW:
        small = 0
        for index in indexes:
            small |= 1 << index
        return small
    field = bytearray((max(indexes) >> 3) + 1)
    for index in indexes:
        field[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(field, "little")


def every(sets: Iterable[int]) -> int:
    """Return the bit set of all that is in any of the given ones."""
    found = 0
    for atoms in sets:
        found |= atoms
    return found


def members(bitset: int) -> Iterator[int]:
    """Yield the numbers of the atoms in a bit set, ascending."""
    while bitset:
        low = bitset & -bitset
        yield low.bit_length() - 1
        bitset ^= low
