"""Sets of atoms in the words of a policy: groups, tags, hosts and autogroups, with the people they mean."""

from __future__ import annotations

import re
from enum import Enum
from sys import maxsize
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access import networks
from tailcli.access.atoms import (
    Addresses,
    Atom,
    OtherMembers,
    People,
    RoleHolders,
    Services,
    SyncedMembers,
    TaggedDevices,
    every,
    members,
)
from tailcli.access.definitions import family
from tailcli.policy.addresses import (
    V4,
    V6,
    AddressRange,
    format_address,
    format_range,
    parse_address,
    split_cidrs,
)
from tailcli.policy.selectors import GroupName, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.ranges import Ranges
    from tailcli.access.universe import Universe

INTERNET = "autogroup:internet"
GENERAL = ("*", "autogroup:member", "autogroup:tagged", INTERNET)
"""Selectors that need no definition, tried where the policy's own words do not fit."""

MANY_HOSTS = 500

NOT_DEFINED = "not defined in the file"


class Side(Enum):
    """Which end of an access is named: the same selector can stand for different things on each."""

    SOURCE = "source"
    DESTINATION = "destination"


STAR = "*"
STARS = {Side.SOURCE: "everyone (*)", Side.DESTINATION: "everything (*)"}
"""What people are told of the star at each end."""


class NamedDevice(NamedTuple):
    """A device that a party means: what to call it, its owner (empty where it has tags), and its tags."""

    name: str
    owner: str = ""
    tags: tuple[str, ...] = ()


class Party(NamedTuple):
    """One end of an access.

    Attributes:
        text: what to call it: a selector of the policy, or words (``members that the policy does not name``).
        logins: the people it means, as far as the file names them.
        is_selector: whether ``text`` stands in the policy as it is.
        exceptions: what of the selector is not meant, in words.
        is_open: whether it also means people or devices that the file does not name.
        detail: what the selector stands for in this version, where its name does not tell: the address of a
            host, or that the file does not define a group.
        devices: the devices that it means today; None where no inventory tells.
    """

    text: str
    logins: tuple[str, ...] = ()
    is_selector: bool = False
    exceptions: tuple[str, ...] = ()
    is_open: bool = False
    detail: str = ""
    devices: tuple[NamedDevice, ...] | None = None


_Families: TypeAlias = tuple[bool, bool]
"""Whether IPv4 and whether IPv6 is spoken of."""


class Namer:
    """Names sets of atoms for one policy: by the selectors of a rule first, then by the policy's groups."""

    __slots__ = (
        "_access",
        "_classes",
        "_hosts",
        "_identities",
        "_largest",
        "_meanings",
        "_meant",
        "_people",
    )

    def __init__(self, access: Access, meant: int = -1) -> None:
        """``meant`` are the atoms that count here: what else a selector stands for is not asked for."""
        self._access = access
        self._meant = meant
        hosts = access.definitions.host_names
        self._hosts = hosts if len(hosts) <= MANY_HOSTS else ()
        self._meanings: dict[tuple[str, Side, _Families], int] = {}
        self._largest: dict[tuple[Side, _Families], list[str]] = {}
        self._classes: dict[str, People] | None = None
        self._people: dict[int, tuple[tuple[str, ...], bool]] = {}
        self._identities: Namer | None = None

    def of_devices(self) -> Namer:
        """Return one for ends that are devices, by their own addresses: no address behind them counts."""
        addresses = self._access.universe.addresses.values()
        behind = every(classes.all & ~classes.tailnet for classes in addresses)
        return Namer(self._access, ~behind)

    def of_identities(self) -> Namer:
        """Return one for ends that are people and tags: no address counts."""
        if self._identities is None:
            addresses = self._access.universe.addresses.values()
            self._identities = Namer(self._access, ~every(classes.all for classes in addresses))
        return self._identities

    def name(self, atoms: int, side: Side, selectors: Sequence[str] = ()) -> tuple[Party, ...]:
        """Return parties that together are exactly ``atoms``, as few as the selectors allow.

        Where a selector with a few exceptions says it shorter than a list, it is said so. A selector that
        speaks of both families is right for a set that holds addresses of one.
        """
        words = tuple(dict.fromkeys(selectors))
        found, left = self._whole(words, atoms, atoms, side)
        if not left:
            return tuple(found)
        direct = [*found, *self._list(left, atoms, side)]
        options = [direct]
        most = _length(direct) - 2  # the selector itself counts, and only what is shorter will do
        for text in (*words, *GENERAL) if most >= 0 else ():
            shorter = self._all_but(text, atoms, left, side, most)
            if shorter is not None:
                party, is_all = shorter
                options.append([party] if is_all else [*found, party])
        shortest = min(options, key=_length)
        return tuple(shortest)

    def instance(self, atoms: int, avoid: str) -> str:
        """Return one concrete member: a person, a tag or an address if there is one; not ``avoid``."""
        found = [self._access.universe.atoms[number] for number in members(atoms)]
        examples = [(a.kind, _example(a, avoid)) for a in found]
        return min(
            (text == avoid, _EXAMPLES.get(kind, 9), _USUAL_RANK.get(text, len(_USUAL_RANK)), text)
            for kind, text in examples
        )[3]

    def _within(self, text: str, side: Side, families: _Families) -> int:
        """Return what a selector stands for in these address families: nothing if that is no set of classes.

        A host or a group that no rule uses may hold a part of a class; it is no name for the rest of that.
        """
        key = (text, side, families)
        found = self._meanings.get(key)
        if found is None:
            resolver, (v4, v6) = self._access.resolver, families
            part = resolver.source(text) if side is Side.SOURCE else resolver.destination(text)
            meant = part.both | (part.v4 if v4 else 0) | (part.v6 if v6 else 0)
            found = self._meanings[key] = meant & self._meant if self._is_exact(text, families) else 0
        return found

    def _is_exact(self, text: str, families: _Families) -> bool:
        group = self._access.definitions.groups.get(text)
        if group is not None:
            return self._is_whole(group)
        host = self._access.definitions.host(text)
        ranges = networks.INTERNET if text == INTERNET else {} if host is None else family(host)
        addresses = self._access.universe.addresses
        return all(
            addresses[version].is_cut_along(ranges[version])
            for version, is_asked in zip((V4, V6), families, strict=True)
            if is_asked and ranges.get(version)
        )

    def _is_whole(self, logins: Iterable[str]) -> bool:
        """Tell whether people are all of the classes that they are in."""
        if self._classes is None:
            self._classes = {
                login: atom
                for atom in self._access.universe.atoms
                if isinstance(atom, People) and len(atom.logins) > 1
                for login in atom.logins
            }
        people = set(logins)
        classes = {id(atom): atom for login in people if (atom := self._classes.get(login)) is not None}
        return all(people.issuperset(atom.logins) for atom in classes.values())

    def _families(self, atoms: int) -> _Families:
        """Return whether atoms speak of IPv4 and of IPv6: of both where there is no address among them."""
        addresses = self._access.universe.addresses
        v4, v6 = (atoms & addresses[version].all != 0 for version in (V4, V6))
        return (v4, v6) if v4 or v6 else (True, True)

    def _party(self, text: str, part: int, exceptions: tuple[str, ...] = ()) -> Party:
        known = self._people.get(part)
        logins, is_open = known or _people(self._access.universe, part)
        self._people[part] = logins, is_open
        return Party(
            text.strip(),
            logins,
            is_selector=True,
            exceptions=exceptions,
            is_open=is_open,
            detail=self._detail(text.strip()),
        )

    def _detail(self, text: str) -> str:
        definitions = self._access.definitions
        host = definitions.host(text)
        if host is not None:
            return format_range(host)
        selector = parse_selector(text)
        is_unknown = isinstance(selector, GroupName) and selector.name not in definitions.groups
        return NOT_DEFINED if is_unknown and "@" not in text else ""

    def _whole(
        self, words: Iterable[str], left: int, atoms: int, side: Side, most: int = maxsize
    ) -> tuple[list[Party], int]:
        """Name by selectors that are all inside ``atoms`` and hold some of what is left; return the rest.

        More than ``most`` are not looked for.
        """
        found: list[Party] = []
        families = self._families(atoms)
        for text in words:
            if not left or len(found) > most:
                break
            part = self._within(text, side, families)
            if part & left and not part & ~atoms:
                found.append(self._party(text, part))
                left &= ~part
        return found, left

    def _all_but(self, text: str, atoms: int, left: int, side: Side, most: int) -> tuple[Party, bool] | None:
        """Name what is left as a selector with exceptions, no more than ``most``; say if it names all."""
        whole = self._within(text, side, self._families(atoms))
        if left & ~whole:
            return None
        missing = whole & ~atoms
        exceptions = self._list(missing, missing, side, most) if missing else []
        if len(exceptions) > most:
            return None
        party = self._party(text, whole & atoms, tuple(exception.text for exception in exceptions))
        return party, not atoms & ~whole

    def _list(self, left: int, atoms: int, side: Side, most: int = maxsize) -> list[Party]:
        """Name by what the policy defines, the largest first, then one by one; only a part of too many."""
        found: list[Party] = []
        if not self._is_one_person(left):
            found, left = self._whole(self._by_size(side, atoms), left, atoms, side, most)
        return found if len(found) > most else [*found, *_leftover(self._access.universe, left)]

    def _by_size(self, side: Side, atoms: int) -> list[str]:
        families = self._families(atoms)
        key = (side, families)
        found = self._largest.get(key)
        if found is None:
            names = (*GENERAL, *self._access.definitions.groups, *self._hosts)
            sizes = {name: self._within(name, side, families).bit_count() for name in names}
            found = self._largest[key] = sorted(sizes, key=lambda name: -sizes[name])
        return found

    def _is_one_person(self, left: int) -> bool:
        """One person alone is called by name, though some group may hold nobody else."""
        return left & self._access.universe.singles == left and left.bit_count() == 1


def _length(parties: Sequence[Party]) -> int:
    return sum(2 if _RANGE.fullmatch(text) else 1 for one in parties for text in (one.text, *one.exceptions))


_RANGE = re.compile(r"[0-9a-f.:]+-[0-9a-f.:]+")
"""The first and the last of some addresses: two things to read."""


_EXAMPLES = {"people": 0, "tagged": 1, "own": 1, "addresses": 2}


def _example(atom: Atom, avoid: str) -> str:
    match atom:
        case People(logins):
            return next((login for login in logins if login != avoid), logins[0])
        case Addresses(version, ranges):
            return _usual_address(version, ranges, avoid)
        case _:
            return stranger_words(atom)


_USUAL = {
    V4: ("8.8.8.8", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1"),
    V6: ("2001:4860:4860::8888", "fd00::1", "fd7a:115c:a1e0::1"),
}
"""Addresses by which people know what is meant: of the internet, of a private network, of a tailnet."""
_USUAL_RANK = {text: rank for texts in _USUAL.values() for rank, text in enumerate(texts)}


def _usual_address(version: int, ranges: Ranges, avoid: str) -> str:
    """Return an address of some ranges that somebody may have: the first one of a network is nobody's."""
    for text in _USUAL[version]:
        usual = parse_address(text)
        is_in = usual is not None and any(first <= usual.first < end for first, end in ranges)
        if is_in and text != avoid:
            return text
    first, end = ranges[0]
    return format_address(version, first + 1 if end - first > _A_PAIR else first)


_A_PAIR = 2


def _people(universe: Universe, atoms: int) -> tuple[tuple[str, ...], bool]:
    logins: list[str] = []
    is_open = False
    for number in members(atoms & (universe.identities | universe.guests | universe.services)):
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


UNNAMED_MEMBERS = "members that the policy does not name"


def stranger_words(atom: Atom) -> str:
    """Return words for a class that has no name in the policy; a tag or a service is its own name."""
    match atom:
        case OtherMembers(domain):
            return UNNAMED_MEMBERS if domain is None else UNNAMED_MEMBERS.replace(" ", f" @{domain} ", 1)
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
