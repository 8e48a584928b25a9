"""One fact about IPv4 and the same about IPv6, told once: an address speaks one family alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.naming import Side as End
from tailcli.access.ranges import Ranges, overlaps, union
from tailcli.access.traffic import FAMILY_LINE, PORTS, PROTOCOLS
from tailcli.policy.addresses import V4, V6, parse_network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.naming import Party
    from tailcli.diff.drafts import Draft
    from tailcli.diff.sides import Version

_SHIFT = PROTOCOLS * PORTS


def families_together(found: Sequence[Draft], version: Version) -> list[Draft]:
    """Tell two drafts in one that differ in the family and in addresses of that family alone.

    The one says no more than both did: between an address of one family and one of the other nothing flows.
    """
    kept: list[Draft] = []
    open_: dict[object, list[int]] = {}
    for draft in found:
        key = _without_addresses(draft.sources, version), _without_addresses(draft.destinations, version)
        twins = (place for place in open_.get(key, ()) if _are_twins(kept[place], draft, version))
        place = next(twins, None)
        if place is None:
            open_.setdefault(key, []).append(len(kept))
            kept.append(draft)
        else:
            kept[place] = _joined(kept[place], draft)
    return kept


def _without_addresses(parties: Iterable[Party], version: Version) -> tuple[object, ...]:
    return tuple(
        (party.text, tuple(text for text in party.exceptions if _family(text, version) is None))
        for party in parties
        if _family(party.text, version) is None
    )


def _are_twins(left: Draft, right: Draft, version: Version) -> bool:
    if left.besides != right.besides:
        return False
    for first, second in ((left, right), (right, left)):
        spoken = _spoken(first, version), _spoken(second, version)
        if spoken[0] <= {V4} and spoken[1] <= {V6} and _say_the_same(first, second, version):
            return True
    return False


def _say_the_same(four: Draft, six: Draft, version: Version) -> bool:
    """Tell whether the rights are each other's twins, or are said of both families at ends of one alone."""
    if overlaps(four.rights, FAMILY_LINE[V6]) or overlaps(six.rights, FAMILY_LINE[V4]):
        ends = ((*four.sources, *six.sources), (*four.destinations, *six.destinations))
        return four.rights == six.rights and any(
            all(_family(party.text, version) is not None for party in end) for end in ends
        )
    return is_the_other_family(four.rights, six.rights)


def is_the_other_family(four: Ranges, six: Ranges) -> bool:
    """Tell whether rights of IPv6 are just those of IPv4."""
    return not overlaps(four, FAMILY_LINE[V6]) and _moved(four) == six


def _moved(rights: Ranges) -> Ranges:
    return tuple((first + _SHIFT, end + _SHIFT) for first, end in rights)


def _spoken(draft: Draft, version: Version) -> set[int]:
    """Return the families of the addresses that a draft names, as ends or as exceptions."""
    texts = (
        text for party in (*draft.sources, *draft.destinations) for text in (party.text, *party.exceptions)
    )
    return {family for text in texts if (family := _family(text, version)) is not None}


def _family(text: str, version: Version) -> int | None:
    host = version.access.definitions.host(text)
    found = host or parse_network(text) or parse_network(text.partition("-")[0])
    return None if found is None else found.version


def _joined(left: Draft, right: Draft) -> Draft:
    return left._replace(
        sources=_both(left.sources, right.sources),
        destinations=_both(left.destinations, right.destinations),
        rights=union(left.rights, right.rights),
        pieces=(*left.pieces, *right.pieces),
    )


def _both(left: tuple[Party, ...], right: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the parties of both; one with other exceptions in each has them all."""
    found = {party.text: party for party in left}
    for party in right:
        same = found.get(party.text, party)
        found[party.text] = same._replace(
            exceptions=tuple(dict.fromkeys((*same.exceptions, *party.exceptions)))
        )
    return tuple(found.values())


def both_families(draft: Draft, version: Version) -> Ranges:
    """Return the rights of a draft as they are said: of one family only where the other one could be meant.

    Addresses speak one family, so of these it need not be said.
    """
    families = [family for family in (V4, V6) if overlaps(draft.rights, FAMILY_LINE[family])]
    if len(families) != 1 or not _is_of(families[0], draft, version):
        return draft.rights
    shift = _SHIFT if families == [V4] else -_SHIFT
    return union(draft.rights, tuple((first + shift, end + shift) for first, end in draft.rights))


def _is_of(family: int, draft: Draft, version: Version) -> bool:
    addresses = version.access.universe.addresses[family].all
    if not every(piece.sources for piece in draft.pieces) & ~addresses:
        return not _speaks_another(family, draft.sources, version, End.SOURCE)
    if not every(piece.destinations for piece in draft.pieces) & ~addresses:
        return not _speaks_another(family, draft.destinations, version, End.DESTINATION)
    return False


def _speaks_another(family: int, parties: Iterable[Party], version: Version, end: End) -> bool:
    resolver = version.access.resolver
    for party in parties:
        if party.is_selector:
            meant = resolver.source(party.text) if end is End.SOURCE else resolver.destination(party.text)
            if meant.v6 if family == V4 else meant.v4:
                return True
    return False
