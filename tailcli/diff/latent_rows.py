"""Rows for latent access: what somebody could reach by an act that the policy allows them.

Whoever may give a device of theirs a tag can reach what the tag reaches, use what it may use, and log in
where it may; whoever may have a route approved can send from its addresses; whoever may log in to a machine
can go on from there. What they may do anyway, or could do in such a way before, is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box
from tailcli.access.conditions import ALWAYS
from tailcli.access.wording import condition_words
from tailcli.compare.subtract import difference
from tailcli.diff.doubts import doubts
from tailcli.diff.drafts import Ledger
from tailcli.diff.latent_causes import latent_cause, takers
from tailcli.diff.latent_kinds import KINDS, Asked, View
from tailcli.diff.latent_twins import Step, routes_together
from tailcli.diff.model import Change, Effect, Lane, Risk, Row
from tailcli.diff.parameter_notes import with_parameter_notes
from tailcli.diff.personas import Personas
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.causes import Causes
    from tailcli.diff.latent_kinds import Kind
    from tailcli.diff.model import Place
    from tailcli.diff.personas import Persona, Way
    from tailcli.diff.sides import Sides, Version

MOST_PERSONAS = 300
"""How many tags and routes are looked into; a change that touches more is not about any one of them."""


class _Given(NamedTuple):
    """What one kind of access gives in one direction: the boxes of both versions, and those that are new."""

    kind: Kind
    view: View
    boxes: Sequence[Box]
    others: Sequence[Box]
    fresh: Sequence[Box]


def latent_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return what latent access is gained and lost, through which tag, route or login."""
    found = (row for given in _each(sides) for row in _one_way(given, causes))
    return with_parameter_notes(found)


def latent_steps(sides: Sides, causes: Causes) -> Iterator[tuple[Change, Step]]:
    """Yield what latent access is gained and lost before it is brought to words, in the same parts."""
    for given in _each(sides):
        for step in _steps(given, causes):
            yield given.view.change, step


def _each(sides: Sides) -> Iterator[_Given]:
    old, new = Personas(sides.old), Personas(sides.new)
    gains = View(sides.new, sides.old, new, old, sides, Change.GAINED)
    losses = View(sides.old, sides.new, old, new, sides, Change.LOST)
    found = [(kind, kind.boxes(sides.old), kind.boxes(sides.new)) for kind in KINDS]
    for kind, before, after in found:
        yield _Given(kind, gains, after, before, kind.fresh(gains, after, before))
    for kind, before, after in found:
        yield _Given(kind, losses, before, after, kind.fresh(losses, before, after))


def _one_way(given: _Given, causes: Causes) -> Iterator[Row]:
    steps = routes_together(_steps(given, causes))
    known = _known(given, _destinations(step.draft.areas for step in steps)) if steps else []
    for step in steps:
        facts = (fact for piece in step.draft.pieces for fact in doubts(piece, given.view.having, known))
        yield _row(step, given)._replace(depends=tuple(dict.fromkeys(facts)))


def _steps(given: _Given, causes: Causes) -> Iterator[Step]:
    view = given.view
    reached = [
        (persona, way, boxes)
        for persona in _touched(given)[:MOST_PERSONAS]
        for way in view.mine.ways(persona.name)
        if (boxes := list(_through(persona, way, given)))
    ]
    there = 0
    for _, _, boxes in reached:
        for box in boxes:
            there |= box.destinations
    # The new rules first: what they give is no step further.
    known = [*given.fresh, *_known(given, there)] if reached else []
    for persona, way, boxes in reached:
        pieces = difference(boxes, known, view.having.access.universe.singles)
        known += [Box(*piece) for piece in pieces]
        parts = [
            (latent_cause(persona, piece, given.kind, view, given.others, causes), piece)
            for piece in pieces
            if given.kind.is_use(view.having, piece.rights)
        ]
        for draft in given.kind.drafts(Asked(parts, boxes, takers(persona, view.having)), view.having):
            yield Step(draft, way.acts, given.kind.lane)


def _destinations(areas: Iterable[Iterable[tuple[int, int]]]) -> int:
    found = 0
    for each in areas:
        for _, destinations in each:
            found |= destinations
    return found


def _known(given: _Given, destinations: int) -> list[Box]:
    """Return what is had on some destinations without any act, or could be had by one before."""
    view, kind = given.view, given.kind
    known = [
        *kind.anyway(view.having, destinations),
        *kind.anyway(view.other, destinations),
        *_latent_before(given),
    ]
    return [box._replace(alternative=ALWAYS) for box in known] if kind.on_any_terms else known


def _touched(given: _Given) -> list[Persona]:
    """Return the personas that more people may act as, or that have more themselves: the widest first."""
    view, reaching = given.view, 0
    for box in given.fresh:
        reaching |= box.sources
    having = _sources(given.boxes)
    found = []
    acting = 0
    for name, persona in view.mine.all.items() if having else ():
        who = view.mine.who(name) if persona.atoms & having else 0
        if who & ~view.theirs.who(name) or (who and persona.atoms & reaching):
            found.append(persona)
            acting |= persona.atoms
    near = [box for box in given.boxes if box.sources & acting]
    return sorted(found, key=lambda persona: -_breadth(persona, near))


def _sources(boxes: Iterable[Box]) -> int:
    found = 0
    for box in boxes:
        found |= box.sources
    return found


def _breadth(persona: Persona, boxes: Iterable[Box]) -> int:
    """Return how much a persona reaches, so that what lies inside is not told before it and again."""
    return max(
        (
            box.destinations.bit_count() * sum(end - first for first, end in box.rights)
            for box in boxes
            if box.sources & persona.atoms
        ),
        default=0,
    )


def _latent_before(given: _Given) -> Iterator[Box]:
    """Yield what could be had through the personas of the other version already."""
    by_sources = _by_sources(given)
    theirs = given.view.theirs
    for name, persona in theirs.all.items() if by_sources else ():
        who = theirs.who(name)
        for sources, boxes in by_sources.items() if who else ():
            if sources & persona.atoms:
                yield from (box._replace(sources=who) for box in boxes)


def _by_sources(given: _Given) -> dict[int, list[Box]]:
    """Return what the other version gives its personas, by all who have it: rules share their sources."""
    acting = 0
    for persona in given.view.theirs.all.values():
        acting |= persona.atoms
    found: dict[int, list[Box]] = {}
    for box in given.others:
        if box.sources & acting:
            found.setdefault(box.sources, []).append(box)
    return found


def _through(persona: Persona, way: Way, given: _Given) -> Iterator[Box]:
    """Yield what a persona has, for those who newly may act as it; what is new of it for the others.

    What devices of one tag send one another is no step further; that they log in to each other is one.
    """
    newly = way.who & ~given.view.theirs.who(persona.name)
    itself = persona.atoms if given.kind.lane is Lane.NETWORK else 0
    for boxes, who in ((given.boxes, newly), (given.fresh, way.who & ~newly)):
        for box in boxes if who else ():
            if box.sources & persona.atoms and box.destinations & ~itself:
                yield box._replace(sources=who, destinations=box.destinations & ~itself)


def _row(step: Step, given: _Given) -> Row:
    draft, view, kind = step.draft, given.view, given.kind
    version = view.having
    acts = f"by {', then '.join(step.acts)}"
    pairs = kind.pairs(view)
    places = _places(draft.rules, kind, version)
    there = _places([pairs[number] for number in draft.rules if number in pairs], kind, view.other)
    condition = condition_words(draft.pieces[0].alternative)
    return Row(
        lane=Lane.LATENT,
        change=view.change,
        effect=Effect.WIDER if view.gained else Effect.NARROWER,
        sources=draft.sources,
        destinations=draft.destinations,
        rights=kind.words(version, draft.rights),
        before="" if view.gained else acts,
        after=acts if view.gained else "",
        old=there if view.gained else places,
        new=places if view.gained else there,
        people=len({login for party in draft.sources for login in party.logins}),
        is_open=any(party.is_open for party in draft.sources),
        cause=draft.cause,
        risk=kind.risk(draft, version) if view.gained else Risk.MINOR,
        notes=(condition,) if condition else (),
        pairs=Ledger(version.access.universe).count(draft.areas),
        leads_to=kind.lane,
    )


def _places(numbers: Iterable[int], kind: Kind, version: Version) -> tuple[Place, ...]:
    return tuple(kind.place(version, number) for number in numbers)
