"""Rows for the lanes that only ever add: network traffic and application permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.conditions import implies
from tailcli.access.ranges import of
from tailcli.access.wording import condition_words, traffic_words
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.outline import MOST_PARTS, in_full, in_outline, meets, untouched
from tailcli.compare.subtract import difference, remainder
from tailcli.diff.binding_settings import apart, settings_of, settings_together
from tailcli.diff.condition_twins import any_of, conditions_together
from tailcli.diff.definition_edits import all_of
from tailcli.diff.doubts import doubts, near
from tailcli.diff.drafts import Draft, Ledger, drafts
from tailcli.diff.given_on_terms import conditions_of
from tailcli.diff.keeping_rules import kept_by
from tailcli.diff.model import Change, Effect, Lane, Place, Risk, Row
from tailcli.diff.network_ways import way_notes
from tailcli.diff.parameter_notes import with_parameter_notes
from tailcli.diff.permission_lines import permission_lines
from tailcli.diff.posture_twins import twins_together
from tailcli.diff.risk import Area, application_risk, network_risk
from tailcli.diff.rule_parts import whole
from tailcli.diff.settings_effect import effect_of_settings, keepers, keeps_all
from tailcli.diff.settings_parts import by_settings
from tailcli.diff.sides import rule_label
from tailcli.diff.witnesses import permission_witness, traffic_witness
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.conditions import Alternative
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.compare.subtract import Piece
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause
    from tailcli.diff.noticed import Noticed
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.standing import Loss, Standing


class Context(NamedTuple):
    """What the rows of access are held against besides the two versions."""

    standing: Standing
    noticed: Noticed


class _Lane(NamedTuple):
    """How one lane is read: which boxes, how their rights are said, and what a gain risks."""

    lane: Lane
    boxes: Callable[[Version], tuple[Box, ...]]
    words: Callable[[Version, Ranges], tuple[str, ...]]
    risk: Callable[[Draft, Version], Risk]


class _View(NamedTuple):
    """One direction: the version that has the access, and the one that has not."""

    having: Version
    other: Version
    pairs: dict[int, int]
    kept: frozenset[int]
    change: Change
    others: ByEnds[Box] = ByEnds()
    """What the other version gives, in the lane at hand."""
    conditional: tuple[ByEnds[Box], ByEnds[Box]] = (ByEnds(), ByEnds())
    """What the two versions give on conditions, in the lane at hand."""

    @property
    def gained(self) -> bool:
        return self.change is Change.GAINED


def network_rows(sides: Sides, causes: Causes, context: Context) -> list[Row]:
    """Return what traffic is gained and lost."""
    lane = _Lane(
        Lane.NETWORK,
        lambda version: version.access.network,
        lambda _, rights: traffic_words(rights),
        lambda d, version: network_risk(d.sources, d.destinations, d.rights, Area(*d.atoms), version),
    )
    return _rows(sides, causes, context, lane)


def application_rows(sides: Sides, causes: Causes, context: Context) -> list[Row]:
    """Return what application permissions are gained and lost."""
    lane = _Lane(
        Lane.APPLICATION,
        lambda version: version.access.application,
        lambda version, rights: permission_lines(_permissions(version, rights)),
        lambda d, version: application_risk(
            d.sources, _permissions(version, d.rights), Area(*d.atoms), version
        ),
    )
    return with_parameter_notes(settings_together(_rows(sides, causes, context, lane)))


def _permissions(version: Version, rights: Ranges) -> list[Permission]:
    granted = version.access.permissions
    return [granted[number] for first, end in rights for number in range(first, end)]


def _rows(sides: Sides, causes: Causes, context: Context, lane: _Lane) -> list[Row]:
    views = (
        _View(sides.new, sides.old, sides.was, sides.kept[1], Change.GAINED),
        _View(sides.old, sides.new, sides.became, sides.kept[0], Change.LOST),
    )
    rows = (row for view in views for row in _one_way(view, causes, context, lane))
    return twins_together(conditions_together(rows))


def _one_way(view: _View, causes: Causes, context: Context, lane: _Lane) -> Iterator[Row]:
    """Yield rows for what one version gives and the other does not."""
    mine, others = lane.boxes(view.having), lane.boxes(view.other)
    conditional = (_conditional(mine), _conditional(others))
    view = view._replace(others=ByEnds(others), conditional=conditional)
    fresh = [box for box in mine if box.rule not in view.kept]
    pieces = _lost_or_gained(fresh, others, view, lane)
    parts = (part for piece in pieces for part in causes.split(piece, gained=view.gained))
    ledger = Ledger(view.having.access.universe)
    told = {piece.rule for piece in pieces}
    silent = ByEnds([box for box in fresh if box.rule not in told][:MOST_BOXES])
    for draft in _drafts(parts, fresh, mine, view, lane):
        also = _giving_too(draft, silent, view.having.access.universe.singles)
        causes.involve(also, gained=view.gained)
        if not view.gained:
            causes.keep(draft.besides)
        row = _row(draft, also, view, lane)
        losses = _losses(draft, view, context.standing, lane)
        said = row._replace(
            risk=Risk.LOCKOUT if losses else lane.risk(draft, view.having) if view.gained else Risk.USUAL,
            stranded=context.standing.words(losses, draft.sources),
            pairs=ledger.count(draft.areas),
            is_tested=context.noticed.network(draft.pieces) if lane.lane is Lane.NETWORK else None,
        )
        yield from (said,) if said.effect is not Effect.BOTH else _on_terms(said, draft, view, lane, causes)


def _drafts(
    parts: Iterable[tuple[Cause | None, Piece]],
    fresh: Sequence[Box],
    mine: Sequence[Box],
    view: _View,
    lane: _Lane,
) -> Iterator[Draft]:
    """Yield drafts; where settings are to be told as terms, each has the same ones throughout."""
    is_traffic = lane.lane is Lane.NETWORK
    permissions, singles = view.other.access.permissions, view.having.access.universe.singles
    for draft in drafts(parts, view.having, fresh, view.others, is_traffic=is_traffic):
        others = view.others.meeting(*draft.atoms)
        is_on_terms = _effect(draft, view, lane) is Effect.BOTH
        if not is_on_terms or not keeps_all(draft.pieces, permissions, others):
            yield draft
            continue
        found = by_settings(draft.pieces, mine, others, permissions, singles)
        for pieces in found if len(found) > 1 else ():
            some = [(draft.cause, piece) for piece in pieces]
            yield from drafts(some, view.having, fresh, view.others, is_traffic=is_traffic)
        if len(found) == 1:
            yield draft


def _lost_or_gained(fresh: Sequence[Box], others: Sequence[Box], view: _View, lane: _Lane) -> list[Piece]:
    """Return what the other version does not give; of traffic, a rule without partner in outline at times.

    Such a rule is one edit as a whole, whatever is left of it.
    """
    scattered: set[int] = set()

    def left(box: Box, known: Sequence[Box], singles: int) -> Iterable[Piece]:
        is_whole = lane.lane is Lane.NETWORK and box.rule not in view.pairs
        found = in_outline(box, known, singles, is_scattered=box.rule in scattered) if is_whole else None
        scattered.update(() if found is None else (box.rule,))
        return remainder(box, known, singles) if found is None else found

    return difference(fresh, others, view.having.access.universe.singles, left)


def _on_terms(row: Row, draft: Draft, view: _View, lane: _Lane, causes: Causes) -> Iterator[Row]:
    """Tell the settings of those who keep an access as its terms, where all whom a row names keep it."""
    others = view.others.meeting(*draft.atoms)
    if not keeps_all(draft.pieces, view.other.access.permissions, others):
        yield row
        return
    here, there = (
        settings_of(
            one
            for box in boxes
            if any(box.sources & p.sources and box.destinations & p.destinations for p in draft.pieces)
            for one in _permissions(version, box.rights)
        )
        for version, boxes in ((view.having, lane.boxes(view.having)), (view.other, others))
    )
    rules = keepers(draft.pieces, view.other.access.permissions, others)
    for one in apart(row, *((there, here) if view.gained else (here, there))):
        yield one if one.one_way is None else kept_by(one, rules, view.other, causes, gained=view.gained)


def _effect(draft: Draft, view: _View, lane: _Lane) -> Effect:
    effect = Effect.WIDER if view.gained else Effect.NARROWER
    if lane.lane is Lane.NETWORK:
        return effect
    permissions = view.having.access.permissions
    return effect_of_settings(effect, draft.pieces, permissions, view.others.meeting(*draft.atoms))


def _losses(draft: Draft, view: _View, standing: Standing, lane: _Lane) -> tuple[Loss, ...]:
    if view.gained or lane.lane is not Lane.NETWORK:
        return ()
    return standing.without_network(draft.source_atoms, draft.rights)


MOST_BOXES = 300
"""So many rules are looked at that give nothing by themselves that others do not give."""


def _giving_too(draft: Draft, boxes: ByEnds[Box], singles: int) -> tuple[int, ...]:
    """Return which other rules of the version give some of the same: their edits have a part in it."""
    found = (
        box.rule
        for box in boxes.meeting(*draft.atoms)
        if any(box.alternative <= piece.alternative and meets(box, piece, singles) for piece in draft.pieces)
    )
    return tuple(dict.fromkeys(found))


def _row(draft: Draft, also: tuple[int, ...], view: _View, lane: _Lane) -> Row:
    numbers = (*draft.rules, *also)
    here = tuple(view.having.rule_place(view.having.access.rules[number]) for number in numbers)
    there = _partner_places(numbers, view)
    terms = condition_words(draft.pieces[0].alternative)
    other, both = _other_conditions(draft, view)
    other_terms = alternatives_words(other)
    logins = {login for party in draft.sources for login in party.logins}
    is_network = lane.lane is Lane.NETWORK
    witness = traffic_witness if is_network else permission_witness
    return Row(
        lane=lane.lane,
        change=view.change,
        effect=_effect(draft, view, lane),
        sources=draft.sources,
        destinations=draft.destinations,
        rights=lane.words(view.having, draft.rights),
        before=other_terms if view.gained else terms,
        after=terms if view.gained else other_terms,
        old=there if view.gained else here,
        new=here if view.gained else there,
        people=len(logins),
        is_open=any(party.is_open for party in draft.sources),
        cause=draft.cause,
        witness=witness(
            untouched(draft.pieces[0], view.having.access.universe.singles),
            draft.rights,
            view.having,
            lane.words,
        ),
        depends=tuple(dict.fromkeys(_doubts(draft.pieces, view))),
        notes=(*_besides(draft, view), *_as_before(both, view), *_ways(draft, view, lane)),
    )


def alternatives_words(alternatives: Iterable[Alternative]) -> str:
    """Return conditions of which one has to hold."""
    return any_of(list(dict.fromkeys(condition_words(alternative) for alternative in alternatives)))


def _doubts(pieces: Sequence[Piece], view: _View) -> Iterator[str]:
    every = whole(pieces)
    is_outlined = any(piece.given is not None for piece in pieces)
    is_one = _are_too_many(MOST_PARTS + 1 if is_outlined else len(pieces), every, view.others)
    if is_outlined and not is_one:
        singles = view.having.access.universe.singles
        pieces = [part for piece in pieces for part in in_full(piece, singles)]
        is_one = _are_too_many(len(pieces), every, view.others)
    for piece in (every,) if is_one else pieces:
        yield from doubts(piece, view.having, view.others)


def _are_too_many(parts: int, every: Piece, others: ByEnds[Box]) -> bool:
    most = MOST_ASKED // parts
    return len(others) > most and len(near(every, others)) > most


MOST_ASKED = 500_000
"""So many parts of a row, times rules that may give some of it, are asked one by one what they depend on;
of more, the row is asked as a whole."""


OLD_ALLOWED = "of the old version already allowed"
NEW_ALLOW, NEW_ALLOWS = "of the new version still allow", "of the new version still allows"


def _besides(draft: Draft, view: _View) -> tuple[str, ...]:
    """Say which rules of the other version give a part of it, so that the row is what they leave."""
    if not draft.besides:
        return ()
    labels = all_of(tuple(rule_label(view.other.access.rules[number]) for number in draft.besides))
    still = NEW_ALLOWS if len(draft.besides) == 1 else NEW_ALLOW
    return (f"except what {labels} {OLD_ALLOWED if view.gained else still}",)


def _as_before(both: Sequence[Alternative], view: _View) -> Iterator[str]:
    """Say that another way to the same stays as it was: what is gained or lost is not all there is."""
    if both:
        yield f"{'already' if view.gained else 'still'} allowed, but {alternatives_words(both)}"


def _ways(draft: Draft, view: _View, lane: _Lane) -> Iterator[str]:
    """Say of an application that is new there that nobody gets to it."""
    if not view.gained or lane.lane is not Lane.APPLICATION:
        return
    fresh = _permissions(view.having, draft.rights)
    for note in way_notes(*draft.atoms, fresh, view.having):
        names = {permission.capability for permission in fresh}
        every = view.other.access.permissions
        known = of((n, n + 1) for n, permission in enumerate(every) if permission.capability in names)
        asked = [piece._replace(rights=known) for piece in draft.pieces]
        others = view.others.meeting(*draft.atoms)
        if not any(meets(box, piece, 0) for box in others for piece in asked):
            yield note


def _other_conditions(draft: Draft, view: _View) -> tuple[list[Alternative], list[Alternative]]:
    """Return on which conditions the other version gives it: its own ones, and those of both versions."""
    singles = view.having.access.universe.singles
    still = frozenset(conditions_of(draft.pieces, view.conditional[0], singles))
    here = draft.pieces[0].alternative
    there = conditions_of(draft.pieces, view.conditional[1], singles)
    own = [one for one in there if one not in still or implies(one, here)]
    return own, [one for one in there if one not in own]


def _conditional(boxes: Iterable[Box]) -> ByEnds[Box]:
    return ByEnds(box for box in boxes if box.alternative)


def _partner_places(numbers: Iterable[int], view: _View) -> tuple[Place, ...]:
    """Return the places of the rules that these were before, or became."""
    partners = (view.pairs[number] for number in numbers if number in view.pairs)
    return tuple(view.other.rule_place(view.other.access.rules[number]) for number in partners)
