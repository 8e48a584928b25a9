"""What is left of one rule in its words: people's own devices too where the same words tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.compile import OWN
from tailcli.access.ranges import intersect, overlaps, union_all
from tailcli.access.traffic import FAMILY_LINE
from tailcli.diff.own_devices import OWN_PARTY, Own
from tailcli.diff.rule_parts import Ends, are_one, by_family, whole
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.naming import Party
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version


class Calling(NamedTuple):
    """What the ends of a piece are called: of others alone, and with people's own devices."""

    plain: Callable[[Piece], Ends]
    with_own: Callable[[Piece], Ends]


class Told(NamedTuple):
    """Pieces of one rule that one row tells.

    Attributes:
        ends: what their ends are called.
        pieces: what is told.
        owners: the people whose own devices are told with them.
    """

    ends: Ends
    pieces: tuple[Piece, ...]
    owners: int = 0


class _Part(NamedTuple):
    """What is left by some address families: as a whole, in pieces, and of people's own devices."""

    whole: Piece
    pieces: tuple[Piece, ...]
    own: tuple[Piece, ...]

    @property
    def with_own(self) -> Piece:
        """The whole for all of whom either tells, and for all ports."""
        pieces = (self.whole, *self.own)
        rights = union_all(piece.rights for piece in pieces)
        return self.whole._replace(sources=every(piece.sources for piece in pieces), rights=rights)


def told_as_rule(pieces: Sequence[Piece], version: Version, own: Own, calling: Calling) -> list[Told]:
    """Tell pieces of one rule as that rule; where no words would do for both address families, each alone."""
    mine = [piece for piece in pieces if piece.destinations & OWN]
    others = [piece for piece in pieces if not piece.destinations & OWN]
    if not others:
        return _own_alone(mine, version, own, calling)
    parts = [_part(some, mine) for some in by_family(others, version)]
    with_own = _with_own(parts, mine, version, own, calling) if mine else None
    if with_own is not None:
        return with_own
    wholes = [part.whole for part in parts]
    told = [_but_own(ends, some, parts, own) for ends, some in _in_words(wholes, version, calling.plain)]
    return [*told, *(_own_alone(mine, version, own, calling) if mine else ())]


def _part(pieces: Sequence[Piece], own: Sequence[Piece]) -> _Part:
    every_one = whole(pieces)
    lines = [line for line in FAMILY_LINE.values() if overlaps(every_one.rights, line)]
    near = [piece._replace(rights=intersect(piece.rights, line)) for piece in own for line in lines]
    return _Part(every_one, tuple(pieces), tuple(piece for piece in near if piece.rights))


def _in_words(
    wholes: Sequence[Piece], version: Version, call: Callable[[Piece], Ends]
) -> list[tuple[Ends, range]]:
    """Return what the ends of parts are called, and the numbers of the parts that are called so."""
    ends = [call(part) for part in wholes]
    if not are_one(ends, wholes, version):
        return [(one, range(number, number + 1)) for number, one in enumerate(ends)]
    together = Ends(_each(one.sources for one in ends), _each(one.destinations for one in ends))
    return [(together, range(len(wholes)))]


def _each(named: Iterable[tuple[Party, ...]]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(party for parties in named for party in parties))


def _with_own(
    parts: Sequence[_Part], own_pieces: Sequence[Piece], version: Version, own: Own, calling: Calling
) -> list[Told] | None:
    """Tell own devices by the words that tell the rest; None where these do not, or would say too much."""
    if any(_is_beyond(piece, parts) for piece in own_pieces):
        return None
    wholes = [part.with_own for part in parts]
    found: list[Told] = []
    for ends, numbers in _in_words(wholes, version, calling.with_own):
        some = [parts[number] for number in numbers]
        told = _told_with_own(ends, some, own)
        if told is None:
            return None
        found.append(told)
    return found


def _is_beyond(piece: Piece, parts: Iterable[_Part]) -> bool:
    """Tell whether a piece speaks an address family of which no part does."""
    lines = [line for line in FAMILY_LINE.values() if overlaps(piece.rights, line)]
    return any(not any(overlaps(part.whole.rights, line) for part in parts) for line in lines)


def _told_with_own(ends: Ends, parts: Sequence[_Part], own: Own) -> Told | None:
    mine = [piece for part in parts for piece in part.own]
    pieces = tuple(piece for part in parts for piece in (*part.pieces, *part.own))
    said = [own.said(part.with_own, ends.destinations) for part in parts]
    if own.are_told(mine, said):
        return Told(ends, pieces, _people(said))
    everybody = [own.all_of(part.with_own) for part in parts]
    if own.are_told(mine, everybody):
        beside = ends._replace(destinations=(*ends.destinations, OWN_PARTY))
        return Told(beside, pieces, _people(everybody))
    return None


def _but_own(ends: Ends, numbers: Iterable[int], parts: Sequence[_Part], own: Own) -> Told:
    """Tell what is left of others alone: the own devices that words say are told elsewhere, or left out."""
    some = [parts[number] for number in numbers]
    said = [own.said(part.whole, ends.destinations) for part in some]
    if not all(map(own.has_changed, said)):
        ends = ends._replace(destinations=own.but_own(ends.destinations, _people(said)))
    return Told(ends, tuple(piece for part in some for piece in part.pieces))


def _own_alone(pieces: Sequence[Piece], version: Version, own: Own, calling: Calling) -> list[Told]:
    """Tell what is left of a rule of people's own devices: together where others give the rest of that."""
    found: list[Told] = []
    for part in by_family(pieces, version):
        said = own.all_of(whole(part))
        if own.are_told(part, [said]):
            found.append(Told(calling.plain(whole(part)), tuple(part), said.sources))
        else:
            found += [Told(calling.plain(piece), (piece,)) for piece in part]
    return found


def _people(boxes: Iterable[Box]) -> int:
    return every(box.sources for box in boxes)
