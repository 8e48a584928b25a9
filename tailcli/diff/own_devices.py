"""Whose own devices the words of a row say, and the words that leave them out where others still give them.

Whoever has people on both sides says their own devices too: "group:dev may reach everything". Where these are
not part of the difference, a row has to say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import OwnDevices, People, every
from tailcli.access.compile import OWN, Box
from tailcli.access.naming import Party, stranger_words
from tailcli.compare.outline import in_full
from tailcli.compare.subtract import is_covered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version

OWN_DEVICES = stranger_words(OwnDevices())
OWN_PARTY = Party(OWN_DEVICES, is_open=True)


class Own:
    """People's own devices in one difference: what of them it has, and what the other version gives."""

    __slots__ = (
        "_by_rule",
        "_changed",
        "_members",
        "_others",
        "_owners",
        "_resolver",
        "_singles",
        "_universe",
        "_words",
    )

    def __init__(self, pieces: Iterable[Piece], others: Iterable[Box], version: Version) -> None:
        self._universe = version.access.universe
        self._resolver = version.access.resolver
        self._singles = self._universe.singles
        self._members = self._universe.members
        own = (piece for piece in pieces if piece.destinations & OWN)
        self._changed = [part.box for piece in own for part in in_full(piece, self._singles)]
        self._owners = every(box.sources for box in self._changed)
        self._by_rule: dict[int, list[Box]] = {}
        for box in self._changed:
            self._by_rule.setdefault(box.rule, []).append(box)
        self._others = [box for box in others if box.destinations & OWN]
        self._words: dict[str, int] | None = None

    def of_others(self) -> Own:
        """Let sources act as something else, so that what several people reach is not their own."""
        self._members = 0
        return self

    def said(self, piece: Piece, parties: Iterable[Party]) -> Box:
        """Return as a box whose own devices are said by the words for all that a piece reaches.

        Of one person these are the words: nobody is among the destinations of that person alone.
        """
        people = self._people(piece.sources)
        if piece.sources & ~self._singles or piece.sources & (piece.sources - 1):
            people &= piece.destinations
        elif people:
            people &= every(self._meant(party) for party in parties)
        return self.all_of(piece._replace(sources=people))

    def _people(self, sources: int) -> int:
        is_one = not sources & ~self._singles and not sources & (sources - 1)
        return sources if is_one else sources & self._members

    def all_of(self, piece: Piece) -> Box:
        """Return the own devices of all people of a piece as a box."""
        return Box(self._people(piece.sources), OWN, piece.rights, piece.alternative, piece.rule)

    def has_changed(self, said: Box) -> bool:
        """Tell whether all that is said of own devices is part of the difference."""
        if said.sources & ~self._owners:
            return False
        mine = self._by_rule.get(said.rule, ())
        return is_covered(said, mine, self._singles) or is_covered(said, self._changed, self._singles)

    def are_told(self, pieces: Iterable[Piece], said: Sequence[Box]) -> bool:
        """Tell whether words say some own devices, and besides nothing but what the other version gives."""
        known = [*self._changed, *self._others]
        return all(is_covered(piece.box, said, self._singles) for piece in pieces) and all(
            is_covered(box, known, self._singles) for box in said
        )

    def but_own(self, parties: Iterable[Party], people: int) -> tuple[Party, ...]:
        """Leave the own devices of some people out of what words say."""
        return tuple(
            party._replace(exceptions=(*party.exceptions, OWN_DEVICES))
            if self._meant(party) & people
            else party
            for party in parties
        )

    def _meant(self, party: Party) -> int:
        """Return the people whom a word means, but for its exceptions."""
        out = every(self._of(text) for text in party.exceptions) if party.exceptions else 0
        return self._of(party.text) & ~out

    def _of(self, text: str) -> int:
        if self._words is None:
            strangers = (a for a in self._universe.atoms if self._universe.bit[a] & self._universe.members)
            self._words = {
                stranger_words(a): self._universe.bit[a] for a in strangers if not isinstance(a, People)
            }
        if text in self._words:
            return self._words[text]
        both, v4, v6 = self._resolver.destination(text)
        return (both | v4 | v6) & self._universe.members
