"""Rows for the lanes that only ever add: network traffic and application permissions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tailcli.access.naming import Party
from tailcli.access.naming import Side as End
from tailcli.access.ranges import Ranges, union
from tailcli.access.vocabulary import destination_host
from tailcli.access.wording import condition_words, permission_words, traffic_words
from tailcli.compare.subtract import Piece, difference
from tailcli.diff.doubts import doubts
from tailcli.diff.model import Change, Effect, Lane, Place, Row
from tailcli.diff.witnesses import witness
from tailcli.policy.model import Grant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.conditions import Alternative
    from tailcli.access.content import AccessRule
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause
    from tailcli.diff.sides import Sides, Version

_Split: TypeAlias = "Callable[[Piece], Iterator[tuple[Cause | None, Piece]]]"


class _Lane(NamedTuple):
    """How one lane is read: which boxes, and how their rights are said."""

    lane: Lane
    boxes: Callable[[Version], tuple[Box, ...]]
    words: Callable[[Version, Ranges], tuple[str, ...]]


class _Draft(NamedTuple):
    """Pieces of one rule that read alike, before they become a row."""

    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    rights: Ranges
    piece: Piece
    pairs: int
    cause: Cause | None


def network_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return what traffic is gained and lost."""
    return _rows(
        sides,
        causes,
        _Lane(Lane.NETWORK, lambda v: v.access.network, lambda _, rights: traffic_words(rights)),
    )


def application_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return what application permissions are gained and lost."""
    return _rows(
        sides, causes, _Lane(Lane.APPLICATION, lambda version: version.access.application, _permission_words)
    )


def _permission_words(version: Version, rights: Ranges) -> tuple[str, ...]:
    granted = version.access.permissions
    return tuple(permission_words(granted[n]) for first, end in rights for n in range(first, end))


def _rows(sides: Sides, causes: Causes, lane: _Lane) -> list[Row]:
    gained = _one_way(sides.new, sides.old, lane, partial(causes.split, gained=True))
    lost = _one_way(sides.old, sides.new, lane, partial(causes.split, gained=False))
    return [
        *(_row(draft, sides, lane, Change.GAINED) for draft in gained),
        *(_row(draft, sides, lane, Change.LOST) for draft in lost),
    ]


def _one_way(having: Version, other: Version, lane: _Lane, split: _Split) -> list[_Draft]:
    """Return what ``having`` gives and ``other`` does not, named and with like pieces merged."""
    shared = having.shared_with(other)
    fresh = [box for box in lane.boxes(having) if box.rule not in shared]
    pieces = difference(fresh, lane.boxes(other), having.access.universe.singles)
    drafts: dict[tuple[object, ...], _Draft] = {}
    for cause, piece in (part for whole in pieces for part in split(whole)):
        draft = _draft(piece, having, cause)
        key = (cause, piece.rule, piece.alternative, _texts(draft.sources), _texts(draft.destinations))
        same = drafts.get(key)
        drafts[key] = draft if same is None else _merge(same, draft)
    return _merge_destinations(list(drafts.values()))


def _draft(piece: Piece, version: Version, cause: Cause | None) -> _Draft:
    rule = version.access.rules[piece.rule]
    return _Draft(
        version.namer.name(piece.sources, End.SOURCE, source_texts(rule)),
        version.namer.name(piece.destinations, End.DESTINATION, destination_texts(rule)),
        piece.rights,
        piece,
        piece.sources.bit_count() * piece.destinations.bit_count(),
        cause,
    )


def _merge(left: _Draft, right: _Draft) -> _Draft:
    return left._replace(rights=union(left.rights, right.rights), pairs=max(left.pairs, right.pairs))


def _merge_destinations(drafts: list[_Draft]) -> list[_Draft]:
    """Tell destinations together that the same people reach by the same rights of one rule."""
    found: dict[tuple[object, ...], _Draft] = {}
    for draft in drafts:
        key = (draft.cause, draft.piece.rule, draft.piece.alternative, _texts(draft.sources), draft.rights)
        same = found.get(key)
        if same is None:
            found[key] = draft
        else:
            together = tuple(dict.fromkeys((*same.destinations, *draft.destinations)))
            found[key] = same._replace(destinations=together, pairs=same.pairs + draft.pairs)
    return list(found.values())


def _texts(parties: Sequence[Party]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((party.text, party.exceptions) for party in parties)


def _row(draft: _Draft, sides: Sides, lane: _Lane, change: Change) -> Row:
    gained = change is Change.GAINED
    having, other = (sides.new, sides.old) if gained else (sides.old, sides.new)
    rule = having.access.rules[draft.piece.rule]
    here = (having.rule_place(rule),)
    there = _partner_places(draft.piece.rule, sides, gained=gained)
    kept = _kept_on_conditions(draft.piece, lane.boxes(other))
    terms = condition_words(draft.piece.alternative)
    other_terms = " or ".join(dict.fromkeys(condition_words(alternative) for alternative in kept))
    logins = {login for party in draft.sources for login in party.logins}
    return Row(
        lane=lane.lane,
        change=change,
        effect=Effect.WIDER if gained else Effect.NARROWER,
        sources=draft.sources,
        destinations=draft.destinations,
        rights=lane.words(having, draft.rights),
        before=other_terms if gained else terms,
        after=terms if gained else other_terms,
        old=there if gained else here,
        new=here if gained else there,
        people=len(logins),
        is_open=any(party.is_open for party in draft.sources),
        witness=witness(draft.piece, having, lane.words),
        depends=doubts(draft.piece, having, lane.boxes(other)),
        pairs=draft.pairs,
        cause=draft.cause,
    )


def _kept_on_conditions(piece: Piece, others: Sequence[Box]) -> tuple[Alternative, ...]:
    """Return the conditions under which the other version gives some of it after all."""
    return tuple(
        dict.fromkeys(
            box.alternative
            for box in others
            if box.alternative and box.sources & piece.sources and box.destinations & piece.destinations
        )
    )


def _partner_places(number: int, sides: Sides, *, gained: bool) -> tuple[Place, ...]:
    """Return the place of the rule that this one was before, or became."""
    pairs, other = (sides.was, sides.old) if gained else (sides.became, sides.new)
    return (other.rule_place(other.access.rules[pairs[number]]),) if number in pairs else ()


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
