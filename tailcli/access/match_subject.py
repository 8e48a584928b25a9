"""Subjects: one concrete end of a question about access.

A subject is an identity (as far as it is known) and addresses (as far as they are known). What a name means
is looked up in :mod:`tailcli.access.match_lookup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tailcli.policy.addresses import V4, V6
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.policy.addresses import AddressRange


class Person(NamedTuple):
    """Untagged devices of a user. ``is_shared``: of a user of another tailnet; None where nobody says."""

    login: str
    is_shared: bool | None = None
    kind: Literal["person"] = "person"


class Member(NamedTuple):
    """Somebody in a group of whom nothing else is told.

    ``is_defined``: it is known who is in the group, and the group by itself is asked about, without what its
    members have by other words; otherwise it may be anybody.
    """

    group: str
    is_defined: bool
    kind: Literal["member"] = "member"


class Carrier(NamedTuple):
    """A device that carries these tags and no other."""

    tags: tuple[str, ...]
    kind: Literal["carrier"] = "carrier"


class Stranger(NamedTuple):
    """An address of the tailnet's ranges, whoever is there."""

    kind: Literal["stranger"] = "stranger"


class Nobody(NamedTuple):
    """An address at which there is no device of the tailnet."""

    kind: Literal["nobody"] = "nobody"


class Service(NamedTuple):
    """A Tailscale Service; ``name`` is the whole string."""

    name: str
    kind: Literal["service"] = "service"


Identity: TypeAlias = Person | Member | Carrier | Stranger | Nobody | Service

Attributes: TypeAlias = tuple[tuple[str, str | float | bool], ...]


class Subject(NamedTuple):
    """One end of a question.

    Attributes:
        text: what to call it.
        identity: who it is.
        addresses: the addresses it may have; None where nothing is known of them.
        attributes: posture attributes that are known; None where none can be.
        is_literal: whether an address itself is asked about, so that only its family counts.
        device: the name of the device in the inventory, where it is one.
    """

    text: str
    identity: Identity
    addresses: tuple[AddressRange, ...] | None = None
    attributes: Attributes | None = None
    is_literal: bool = False
    device: str | None = None

    @property
    def families(self) -> tuple[int, ...]:
        """The address families in which it can be asked about."""
        if not self.is_literal or not self.addresses:
            return (V4, V6)
        return tuple(v for v in (V4, V6) if any(a.version == v for a in self.addresses))

    @property
    def is_device(self) -> bool:
        """Whether it is known to be a user's or a tagged device."""
        return isinstance(self.identity, Person | Member | Carrier)
