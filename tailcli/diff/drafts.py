"""From pieces of a difference to as few rows as say it: named, merged, and counted once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tailcli.access.atoms import every, members
from tailcli.access.compile import OWN
from tailcli.access.conditions import implies
from tailcli.access.naming import Party
from tailcli.access.naming import Side as End
from tailcli.access.ranges import Ranges, overlaps, union
from tailcli.access.vocabulary import destination_host
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.outline import MOST_PARTS
from tailcli.diff.family_twins import both_families, families_together
from tailcli.diff.own_devices import OWN_DEVICES, Own
from tailcli.diff.rule_parts import Ends, by_ports, whole
from tailcli.diff.rule_words import Calling, told_as_rule
from tailcli.policy.model import Grant
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.conditions import Alternative
    from tailcli.access.content import AccessRule
    from tailcli.access.naming import Namer
    from tailcli.access.universe import Universe
    from tailcli.compare.subtract import Piece
    from tailcli.diff.model import Cause
    from tailcli.diff.sides import Version

MOST_NAMED = MOST_PARTS
"""How many parts of one rule are named to see whether they can be told in a few rows."""
MANY_PARTS = 4
"""In how many rows the rest of one rule is told, before it is told as the rule without what others give."""


class Draft(NamedTuple):
    """What becomes one row.

    Attributes:
        sources: who.
        destinations: what they reach.
        rights: by which rights.
        pieces: the parts of the difference that it tells, all of one change and one alternative.
        cause: the edit behind all of them.
        besides: numbers of rules of the other version that give a part of it all the same: the row is what
            is left without that.
    """

    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    rights: Ranges
    pieces: tuple[Piece, ...]
    cause: Cause | None
    besides: tuple[int, ...] = ()

    @property
    def rules(self) -> tuple[int, ...]:
        """The numbers of the rules behind it."""
        return tuple(dict.fromkeys(piece.rule for piece in self.pieces))

    def joined_with(self, other: Draft) -> Draft:
        """Return a draft that tells of the same ends what both tell."""
        return self._replace(rights=union(self.rights, other.rights), pieces=(*self.pieces, *other.pieces))

    @property
    def source_atoms(self) -> int:
        """All the sources of its pieces."""
        return every(piece.sources for piece in self.pieces)

    @property
    def atoms(self) -> tuple[int, int]:
        """All the sources of its pieces, and all the destinations."""
        return self.source_atoms, every(piece.destinations for piece in self.pieces)

    @property
    def areas(self) -> tuple[tuple[int, int], ...]:
        """What it tells of, as sources and destinations."""
        return tuple((piece.sources, piece.destinations) for piece in self.pieces)


def drafts(
    parts: Iterable[tuple[Cause | None, Piece]],
    having: Version,
    boxes: Sequence[Box],
    others: Iterable[Box],
    words: tuple[str, ...] | None = None,
    *,
    is_traffic: bool,
) -> list[Draft]:
    """Return drafts that tell the given pieces of a difference, in as few as the words allow.

    ``boxes`` are those of the version that has the pieces, ``others`` those of the other one; ``words`` are
    further selectors that may name the sources, where these act as something else; ``is_traffic`` says
    whether the rights are traffic.
    """
    others = others if isinstance(others, ByEnds) else ByEnds(others)
    mine = _by_rule(boxes)
    by_cause: dict[tuple[Cause | None, Alternative], list[Piece]] = {}
    for cause, piece in parts:
        by_cause.setdefault((cause, piece.alternative), []).append(piece)
    found: list[Draft] = []
    reached = having.namer if is_traffic else having.namer.of_devices()
    own = Own((piece for some in by_cause.values() for piece in some), others, having)
    terms = _Terms(having, reached, others, own if words is None else own.of_others())
    for (cause, _), some in by_cause.items():
        scattered, pieces = _scattered(some)
        found += [
            draft
            for parts in scattered
            for same in by_ports(parts, mine.get(parts[0].rule, ()))
            for draft in _as_rule(same, cause, terms)
        ]
        named = [_named(piece, having, reached, cause, words or ()) for piece in pieces]
        if is_traffic:
            named = [draft._replace(rights=both_families(draft, having)) for draft in named]
        named = _merged(named, terms.own)
        if is_traffic:
            named = families_together(named, having)
        found += _as_rules(named, mine, terms)
    return found


class _Terms(NamedTuple):
    """By what the parts of a difference are told: the version that has it, its words, what others give."""

    version: Version
    reached: Namer
    others: ByEnds[Box]
    own: Own


def _by_rule(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for box in boxes:
        found.setdefault(box.rule, []).append(box)
    return found


def _scattered(pieces: Sequence[Piece]) -> tuple[list[list[Piece]], list[Piece]]:
    """Take out what is left of rules in so many parts that it is told as rules, whatever the parts are."""
    outlined = {piece.rule for piece in pieces if piece.given is not None}
    if len(pieces) <= MOST_NAMED and not outlined:
        return [], list(pieces)
    by_rule: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_rule.setdefault(piece.rule, []).append(piece)
    many = {rule: parts for rule, parts in by_rule.items() if len(parts) > MOST_NAMED or rule in outlined}
    return [*many.values()], [piece for piece in pieces if piece.rule not in many]


def _named(
    piece: Piece, version: Version, reached: Namer, cause: Cause | None, words: tuple[str, ...]
) -> Draft:
    rule = version.access.rules[piece.rule]
    return Draft(
        version.namer.name(piece.sources, End.SOURCE, (*source_texts(rule), *words)),
        _reached(piece, version, reached),
        piece.rights,
        (piece,),
        cause,
    )


def _reached(piece: Piece, version: Version, namer: Namer, *, with_own: bool = False) -> tuple[Party, ...]:
    """Name what a piece reaches; of one person, the class of that person is their own devices.

    These are part of what words say of one person (:mod:`tailcli.diff.own_devices`); ``with_own`` says that
    they are to be said.
    """
    texts = destination_texts(version.access.rules[piece.rule])
    found = namer.name(piece.destinations, End.DESTINATION, texts)
    one = piece.sources & version.access.universe.singles
    is_one_person = one == piece.sources and one & (one - 1) == 0
    has_exceptions = any(party.exceptions for party in found)
    if not is_one_person or piece.destinations & (one | OWN) or not (has_exceptions or with_own):
        return found
    wide = namer.name(piece.destinations | one, End.DESTINATION, texts)
    is_shorter = with_own and (has_exceptions or len(wide) <= len(found))
    is_same = [party.text for party in wide] == [party.text for party in found]
    return wide if is_shorter or is_same else found


def _merged(found: list[Draft], own: Own) -> list[Draft]:
    """Tell together what differs in the rights alone, then in the destinations, then in the sources."""
    found = _together(found, lambda draft: (_texts(draft.sources), _texts(draft.destinations)))
    found = _together(found, lambda draft: (_texts(draft.sources), draft.rights))
    found = [_but_own(draft, own) for draft in found]
    return _together(found, lambda draft: (_texts(draft.destinations), draft.rights))


def _together(found: list[Draft], key: Callable[[Draft], object]) -> list[Draft]:
    merged: dict[object, Draft] = {}
    for draft in found:
        same = merged.get(key(draft))
        merged[key(draft)] = draft if same is None else _joined(same, draft)
    return list(merged.values())


def _joined(left: Draft, right: Draft) -> Draft:
    return left._replace(
        sources=tuple(dict.fromkeys((*left.sources, *right.sources))),
        destinations=tuple(dict.fromkeys((*left.destinations, *right.destinations))),
        rights=union(left.rights, right.rights),
        pieces=(*left.pieces, *right.pieces),
    )


def _but_own(draft: Draft, own: Own) -> Draft:
    """Say of own devices what is so: nothing where everything is said, and that they are kept if they are."""
    piece = whole(draft.pieces)
    said = own.said(piece._replace(rights=draft.rights), draft.destinations)
    if piece.destinations & OWN:
        has_star = any(party.text == "*" for party in draft.destinations)
        is_said = has_star and said.sources == own.all_of(piece).sources
        kept = (party for party in draft.destinations if not (is_said and party.text == OWN_DEVICES))
        return draft._replace(destinations=tuple(kept))
    if own.has_changed(said):
        return draft
    return draft._replace(destinations=own.but_own(draft.destinations, said.sources))


def _texts(parties: Iterable[Party]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((party.text, party.exceptions) for party in parties)


def _as_rules(found: list[Draft], boxes: Mapping[int, Sequence[Box]], terms: _Terms) -> list[Draft]:
    """Tell what is left of one rule as that rule, where it is left in many parts."""
    by_rule: dict[int, list[Draft]] = {}
    for draft in found:
        for number in draft.rules if len(draft.rules) == 1 else ():
            by_rule.setdefault(number, []).append(draft)
    rules = terms.version.access.rules
    scattered = {n for n, parts in by_rule.items() if len(parts) > _many(rules[n])}
    kept = [draft for draft in found if not (len(draft.rules) == 1 and draft.rules[0] in scattered)]
    whole = [
        draft
        for number in sorted(scattered)
        for pieces in by_ports(_pieces(by_rule[number]), boxes.get(number, ()))
        for draft in _as_rule(pieces, by_rule[number][0].cause, terms)
    ]
    return [*whole, *kept]


def _many(rule: AccessRule | None) -> int:
    """What is left of a rule for everyone to everything is one fact, however little of it others give."""
    is_all = "*" in source_texts(rule) and "*" in destination_texts(rule)
    return 1 if is_all else MANY_PARTS


def _pieces(parts: Iterable[Draft]) -> list[Piece]:
    return [piece for draft in parts for piece in draft.pieces]


def _as_rule(pieces: Sequence[Piece], cause: Cause | None, terms: _Terms) -> list[Draft]:
    """Tell pieces of one rule as that rule, and by which rules of the other version it is left in pieces."""
    calling = Calling(partial(_called, terms=terms), partial(_called, terms=terms, with_own=True))
    found: list[Draft] = []
    for ends, told, owners in told_as_rule(pieces, terms.version, terms.own, calling):
        every = whole(told)
        besides = _giving_too(every, owners, terms.others)
        found.append(Draft(*ends, every.rights, told, cause, besides))
    return found


def _called(part: Piece, terms: _Terms, *, with_own: bool = False) -> Ends:
    version = terms.version
    sources = version.namer.name(part.sources, End.SOURCE, source_texts(version.access.rules[part.rule]))
    return Ends(sources, _reached(part, version, terms.reached, with_own=with_own))


def _giving_too(told: Piece, owners: int, others: ByEnds[Box]) -> tuple[int, ...]:
    """Return the rules of the other version that give some of what is told without asking for more.

    ``owners`` are the people whose own devices are told.
    """
    return tuple(
        dict.fromkeys(
            other.rule
            for other in others.meeting(told.sources, told.destinations)
            if (other.sources & owners or not other.destinations & OWN)
            and implies(told.alternative, other.alternative)
            and overlaps(other.rights, told.rights)
        )
    )


class Ledger:
    """Counts pairs of a source class and a destination class, each pair once for a lane and a change.

    The pair of one person with their own class is none: their devices are counted as ``OwnDevices``.
    """

    __slots__ = ("_singles", "_told")

    def __init__(self, universe: Universe) -> None:
        self._singles = universe.singles
        self._told: dict[int, int] = {}

    def count(self, areas: Iterable[tuple[int, int]]) -> int:
        """Return how many pairs the areas hold that were not counted before."""
        found = 0
        for sources, destinations in areas:
            for source in members(sources):
                told = self._told.get(source, 1 << source & self._singles)
                found += (destinations & ~told).bit_count()
                self._told[source] = told | destinations
        return found


def source_texts(rule: AccessRule | None) -> tuple[str, ...]:
    """Return the source selectors of a rule."""
    return ("*",) if rule is None else tuple(string.value for string in rule.src)


def destination_texts(rule: AccessRule | None) -> tuple[str, ...]:
    """Return the destination selectors of a rule, without ports."""
    if rule is None:
        return ("*",)
    if isinstance(rule, Grant):
        return tuple(string.value for string in rule.dst)
    hosts = (destination_host(entry.value) for entry in rule.dst)
    return tuple(host for host in hosts if host is not None)
