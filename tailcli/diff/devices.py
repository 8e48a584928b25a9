"""Which devices of an inventory the rows of a diff are about, with an example of two of them for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.access.atoms import Addresses, People, Services, TaggedDevices
from tailcli.access.naming import NamedDevice, stranger_words
from tailcli.access.naming import Side as End
from tailcli.diff.device_pairs import Pairs
from tailcli.diff.model import Change, Lane
from tailcli.diff.own_devices import OWN_DEVICES
from tailcli.policy.addresses import parse_network, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.census import Census, Counted
    from tailcli.access.naming import Party
    from tailcli.diff.model import Row, Witness
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.addresses import AddressRange

_OF_DEVICES = frozenset(Lane) - {Lane.POSTURES, Lane.TESTS, Lane.SUPPRESSIONS, Lane.SETTINGS}
_TRIED = 4
"""How many devices of each end are tried for an example: beyond, there is hardly one."""


def with_devices(rows: Iterable[Row], sides: Sides, census: Census) -> list[Row]:
    """Return the rows with the devices that each party means today, and with an example of two of them."""
    finder = _Finder(sides, census)
    return [finder.told(row) if row.lane in _OF_DEVICES else row for row in rows]


class _Finder:
    """Finds the devices that words mean; each word is looked up once."""

    __slots__ = ("_census", "_devices", "_pairs", "_sides", "_words")

    def __init__(self, sides: Sides, census: Census) -> None:
        universe = sides.new.access.universe
        self._sides = sides
        self._census = census
        self._pairs = Pairs(sides)
        self._words = {
            stranger_words(atom): 1 << number
            for number, atom in enumerate(universe.atoms)
            if not isinstance(atom, People | TaggedDevices | Services | Addresses)
        }
        self._devices: dict[tuple[str, tuple[str, ...], End, Change], tuple[NamedDevice, ...] | None] = {}

    def told(self, row: Row) -> Row:
        return row._replace(
            sources=tuple(self._party(party, End.SOURCE, row) for party in row.sources),
            destinations=tuple(self._party(party, End.DESTINATION, row) for party in row.destinations),
            witness=None if row.witness is None else self._example(row, row.witness),
        )

    def _party(self, party: Party, end: End, row: Row) -> Party:
        key = (party.text, party.exceptions, end, row.change)
        if key not in self._devices:
            found = self._meant(party.text, party.exceptions, end, row)
            named = None if found is None else tuple(sorted(map(_named, found), key=_order))
            self._devices[key] = named
        return party._replace(devices=self._devices[key])

    def _meant(self, text: str, exceptions: Iterable[str], end: End, row: Row) -> tuple[Counted, ...] | None:
        version = self._sides.old if row.change is Change.LOST else self._sides.new
        addresses = _addresses(text)
        if addresses is not None:
            found = self._census.at(addresses)
        else:
            atoms = self._atoms(text, end, version)
            for exception in exceptions:
                atoms &= ~self._atoms(exception, end, version)
            found = self._census.within(atoms)
            if found is None or self._census.names_identities(atoms):
                return found
        without = [out for out in map(_addresses, exceptions) if out is not None]
        left = (one for one in found or () if not any(one.is_in(out) for out in without))
        return None if found is None else tuple(left)

    def _atoms(self, text: str, end: End, version: Version) -> int:
        if text in self._words:
            return self._words[text]
        resolver = version.access.resolver
        meant = resolver.source(text) if end is End.SOURCE else resolver.destination(text)
        return meant.both | meant.v4 | meant.v6

    def _example(self, row: Row, witness: Witness) -> Witness:
        """Add the first pair of devices for which the row is so, those of the witness before others."""
        destinations = self._candidates(witness.destination, row.destinations, End.DESTINATION, row)
        has_own = any(party.text == OWN_DEVICES for party in row.destinations)
        for source in self._candidates(witness.source, row.sources, End.SOURCE, row):
            owner = source.device.user if has_own else None
            own = self._census.of_login(owner)[:_TRIED] if owner is not None else ()
            for destination in (*destinations, *own):
                if source is not destination and self._pairs.differ(source, destination, row, witness.number):
                    return witness._replace(devices=(_named(source), _named(destination)))
        return witness

    def _candidates(self, first: str, parties: Iterable[Party], end: End, row: Row) -> list[Counted]:
        found = list(self._census.of_login(first)) or list(self._meant(first, (), end, row) or ())
        for party in parties:
            found += self._meant(party.text, party.exceptions, end, row) or () if len(found) < _TRIED else ()
        return list({id(one): one for one in found}.values())[:_TRIED]


def _order(device: NamedDevice) -> tuple[list[tuple[str, int]], NamedDevice]:
    """Return what sorts names as people do: db-2 before db-10."""
    texts = _NUMBER.split(device.name)
    numbers = [*map(int, _NUMBER.findall(device.name)), 0]
    return [*zip(texts, numbers, strict=True)], device


_NUMBER = re.compile(r"[0-9]{1,18}")


def _addresses(text: str) -> AddressRange | None:
    """Return the addresses that a text is: parts of what a policy speaks of are told as such."""
    return parse_network(text) or parse_range(text)


def _named(counted: Counted) -> NamedDevice:
    device = counted.device
    return NamedDevice(device.name, "" if device.tags else device.user or "", device.tags)
