"""Sets of atoms in the words of a policy: groups, tags, hosts and autogroups, with the people they mean."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tailcli.access.atoms import (
    Addresses,
    Atom,
    OtherMembers,
    People,
    RoleHolders,
    Services,
    SyncedMembers,
    TaggedDevices,
    members,
)
from tailcli.policy.addresses import AddressRange, format_address, format_range, split_cidrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.universe import Universe

MANY_EXCEPTIONS = 4


class Side(Enum):
    """Which end of an access is named: the same selector can stand for different things on each."""

    SOURCE = "source"
    DESTINATION = "destination"


class Party(NamedTuple):
    """One end of an access.

    Attributes:
        text: what to call it: a selector of the policy, or words (``any other member``).
        logins: the people it means, as far as the file names them.
        is_selector: whether ``text`` stands in the policy as it is.
        exceptions: what of the selector is not meant, in words.
        is_open: whether it also means people or devices that the file does not name.
    """

    text: str
    logins: tuple[str, ...] = ()
    is_selector: bool = False
    exceptions: tuple[str, ...] = ()
    is_open: bool = False


class Namer:
    """Names sets of atoms for one policy: by the selectors of a rule first, then by the policy's groups."""

    __slots__ = ("_access",)

    def __init__(self, access: Access) -> None:
        self._access = access

    def name(self, atoms: int, side: Side, selectors: Sequence[str] = ()) -> tuple[Party, ...]:
        """Return parties that together are exactly ``atoms``, as few as the selectors allow."""
        found: list[Party] = []
        left = atoms
        for text in dict.fromkeys(selectors):
            part = self._within(text, side)
            if part & left and not part & ~atoms:
                found.append(self._party(text, part))
                left &= ~part
        rest = self._all_but(left, side, selectors) or self._by_name(left, atoms, side)
        return (*found, *rest)

    def instance(self, atoms: int, avoid: str) -> str:
        """Return one concrete member: a person, a tag or an address if there is one; not ``avoid``."""
        found = [self._access.universe.atoms[number] for number in members(atoms)]
        return min(
            (_example(a, avoid) == avoid, _EXAMPLES.get(a.kind, 9), _example(a, avoid)) for a in found
        )[2]

    def _within(self, text: str, side: Side) -> int:
        resolver = self._access.resolver
        part = resolver.source(text) if side is Side.SOURCE else resolver.destination(text)
        return part.both | part.v4 | part.v6

    def _party(self, text: str, part: int, exceptions: tuple[str, ...] = ()) -> Party:
        logins, is_open = _people(self._access.universe, part)
        return Party(text.strip(), logins, is_selector=True, exceptions=exceptions, is_open=is_open)

    def _all_but(self, left: int, side: Side, selectors: Iterable[str]) -> list[Party]:
        """Name what is left as one selector with a few exceptions, where that is shorter."""
        if not left:
            return []
        for text in selectors:
            whole = self._within(text, side)
            missing = whole & ~left
            if left & ~whole or missing.bit_count() * 2 > left.bit_count():
                continue
            exceptions = self._by_name(missing, missing, side)
            if len(exceptions) <= MANY_EXCEPTIONS:
                return [self._party(text, left, tuple(party.text for party in exceptions))]
        return []

    def _by_name(self, left: int, atoms: int, side: Side) -> list[Party]:
        """Name whole groups inside ``atoms`` that hold some of what is left, largest first; then the rest."""
        found: list[Party] = []
        if left.bit_count() > 1 or self._is_crowd(left):
            candidates = [(self._within(name, side), name) for name in self._access.definitions.groups]
            inside = [(part, name) for part, name in candidates if part & left and not part & ~atoms]
            for part, name in sorted(inside, key=lambda pair: -pair[0].bit_count()):
                if part & left:
                    found.append(self._party(name, part))
                    left &= ~part
        return [*found, *_leftover(self._access.universe, left)]

    def _is_crowd(self, left: int) -> bool:
        atoms = [self._access.universe.atoms[number] for number in members(left)]
        return any(isinstance(atom, People) and len(atom.logins) > 1 for atom in atoms)


_EXAMPLES = {"people": 0, "tagged": 1, "own": 1, "addresses": 2}


def _example(atom: Atom, avoid: str) -> str:
    match atom:
        case People(logins):
            return next((login for login in logins if login != avoid), logins[0])
        case Addresses(version, ranges):
            return format_address(version, ranges[0][0])
        case _:
            return stranger_words(atom)


def _people(universe: Universe, atoms: int) -> tuple[tuple[str, ...], bool]:
    logins: list[str] = []
    is_open = False
    for number in members(atoms & (universe.identities | universe.services)):
        atom = universe.atoms[number]
        if isinstance(atom, People):
            logins += atom.logins
        else:
            is_open = True
    return tuple(sorted(logins)), is_open


def _leftover(universe: Universe, left: int) -> list[Party]:
    """Name atoms one by one: logins, words for people without a name, address ranges."""
    found: list[Party] = []
    ranges: list[AddressRange] = []
    for number in members(left):
        atom = universe.atoms[number]
        match atom:
            case People(logins):
                found += [Party(login, (login,), is_selector=True) for login in logins]
            case Addresses(version, pairs):
                ranges += [AddressRange(version, first, end - 1) for first, end in pairs]
            case _:
                found.append(Party(stranger_words(atom), is_open=True))
    return [*found, *_ranges(sorted(ranges))]


def _ranges(ranges: list[AddressRange]) -> list[Party]:
    merged: list[AddressRange] = []
    for part in ranges:
        if merged and merged[-1].version == part.version and merged[-1].last + 1 == part.first:
            merged[-1] = merged[-1]._replace(last=part.last)
        else:
            merged.append(part)
    return [Party(_range_text(part)) for part in merged]


def _range_text(part: AddressRange) -> str:
    cidrs = split_cidrs(part)
    return format_range(cidrs[0]) if len(cidrs) == 1 else format_range(part)


def stranger_words(atom: Atom) -> str:
    """Return words for a class that has no name in the policy; a tag or a service is its own name."""
    match atom:
        case OtherMembers(domain):
            return "any other member" if domain is None else f"any other member @{domain}"
        case RoleHolders(role):
            return f"whoever has the role autogroup:{role}"
        case SyncedMembers(group):
            return f"whoever is in {group}"
        case TaggedDevices(name) | Services(name):
            return name
        case _:
            return _FIXED_WORDS[atom.kind]


_FIXED_WORDS = {
    "own": "their own devices",
    "shared": "users of other tailnets with whom a device is shared",
    "other-tagged": "devices with any other tag",
    "subnet-hosts": "hosts behind approved subnet routes",
    "people": "named people",
    "addresses": "addresses",
}
