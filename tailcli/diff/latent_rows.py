"""Rows for latent access: what somebody could reach by an act that the policy allows them.

Whoever may give a device of theirs a tag can reach what the tag reaches, use what it may use, and log in
where it may; whoever may have a route approved can send from its addresses; whoever may log in to a machine
can go on from there. What they may do anyway, or could do in such a way before, is left out.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.conditions import ALWAYS
from tailcli.access.wording import condition_words
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.subtract import difference
from tailcli.diff.doubts import doubts
from tailcli.diff.drafts import Ledger
from tailcli.diff.latent_causes import latent_cause, takers
from tailcli.diff.latent_kinds import KINDS, Asked, View
from tailcli.diff.latent_twins import Step, routes_together
from tailcli.diff.model import Change, Effect, Lane, Risk, Row
from tailcli.diff.parameter_notes import with_parameter_notes
from tailcli.diff.personas import personas_of
from tailcli.diff.usable_logins import ANY, both_logins
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.compile import Box
    from tailcli.diff.causes import Causes
    from tailcli.diff.latent_kinds import Kind
    from tailcli.diff.model import Place
    from tailcli.diff.personas import Persona, Way
    from tailcli.diff.sides import Sides, Version

MOST_PERSONAS = 300
"""How many tags and routes are looked into; a change that touches more is not about any one of them."""


class _Given(NamedTuple):
    """What one kind of access gives in one direction; ``fresh`` are the boxes that are new."""

    kind: Kind
    view: View
    fresh: Sequence[Box]

    @property
    def boxes(self) -> Sequence[Box]:
        """The boxes of the version that has it."""
        return self.kind.boxes(self.view.having, self.view.logins)

    @property
    def others(self) -> Sequence[Box]:
        """The boxes of the other version."""
        return self.kind.boxes(self.view.other, self.view.other_logins)


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
    both = both_logins(sides)
    old, new = personas_of(sides, both)
    gains = View(sides.new, sides.old, new, old, both, sides, Change.GAINED)
    losses = View(sides.old, sides.new, old, new, both, sides, Change.LOST)
    for view in (gains, losses):
        for kind in KINDS:
            yield _Given(kind, view, kind.fresh(view))


def _one_way(given: _Given, causes: Causes) -> Iterator[Row]:
    steps = routes_together(_steps(given, causes))
    there = every(destinations for step in steps for _, destinations in step.draft.areas)
    known = ByEnds(_known(given, there) if steps else ())
    for step in steps:
        facts = (fact for piece in step.draft.pieces for fact in doubts(piece, given.view.having, known))
        yield _row(step, given)._replace(depends=tuple(dict.fromkeys(facts)))


def _steps(given: _Given, causes: Causes) -> Iterator[Step]:
    view = given.view
    reached = [*_reached(given)]
    who = every(box.sources for _, _, boxes in reached for box in boxes)
    there = every(box.destinations for _, _, boxes in reached for box in boxes)
    # The new rules first: what they give is no step further.
    before = [*given.fresh, *_known(given, there, who)] if reached else []
    known = [box for box in before if box.sources & who and box.destinations & there]
    for persona, way, boxes in reached:
        pieces = difference(boxes, known, view.having.access.universe.singles)
        known += [piece.box for piece in pieces]
        parts = [
            (latent_cause(persona, piece, given.kind, view, given.others, causes), piece)
            for piece in pieces
            if given.kind.is_use(view.having, piece.rights)
        ]
        if parts:
            asked = Asked(parts, boxes, takers(persona, view.having))
            for draft in given.kind.drafts(asked, view.having):
                yield Step(draft, way.acts, given.kind.lane)


def _reached(given: _Given) -> Iterator[tuple[Persona, Way, list[Box]]]:
    """Yield what may newly be had by acting as which personas, by which of their ways."""
    for touched in _touched(given)[:MOST_PERSONAS]:
        for way in given.view.mine.ways(touched.persona.name):
            boxes = list(_through(touched, way, given))
            if boxes:
                yield touched.persona, way, boxes


def _known(given: _Given, destinations: int, sources: int = ANY) -> list[Box]:
    """Return what is had on some destinations without any act, and what sources could have by one before."""
    view, kind = given.view, given.kind
    known = [
        *kind.anyway(view.having, view.logins, destinations),
        *kind.anyway(view.other, view.other_logins, destinations),
        *_latent_before(given, sources),
    ]
    return [box._replace(alternative=ALWAYS) for box in known] if kind.on_any_terms else known


class _Touched(NamedTuple):
    """A persona that more may act as, or that has more itself; what it has, and what is new of that."""

    persona: Persona
    boxes: Sequence[Box]
    fresh: Sequence[Box]


def _touched(given: _Given) -> list[_Touched]:
    """Return the personas that more people may act as, or that have more themselves: the widest first."""
    mine, theirs = given.view.mine, given.view.theirs
    if mine is theirs and not given.fresh:  # nobody may newly act as any, and none has anything new
        return []
    having = every(box.sources for box in given.boxes)
    reaching = every(box.sources for box in given.fresh)
    found = [
        persona
        for name, persona in mine.all.items()
        if persona.atoms & having
        and (
            (persona.atoms & reaching and mine.who(name))
            or (mine is not theirs and mine.who(name) & ~theirs.who(name))
        )
    ]
    acting = every(persona.atoms for persona in found)
    boxes, fresh = _BySources(given.boxes, acting), _BySources(given.fresh, acting)
    touched = [_Touched(one, boxes.of(one.atoms), fresh.of(one.atoms)) for one in found]
    return sorted(touched, key=lambda one: -_breadth(one.boxes))


class _BySources:
    """Boxes by their sources: many rules share them, and each of many personas is asked about."""

    def __init__(self, boxes: Iterable[Box], acting: int) -> None:
        """Take in the boxes that have some of the sources ``acting``."""
        self._found: dict[int, list[tuple[int, Box]]] = {}
        for number, box in enumerate(boxes):
            if box.sources & acting:
                self._found.setdefault(box.sources, []).append((number, box))

    def of(self, atoms: int) -> list[Box]:
        """Return the boxes that have some of the given sources, in their order."""
        near = (boxes for sources, boxes in self._found.items() if sources & atoms)
        return [box for _, box in sorted((one for boxes in near for one in boxes), key=itemgetter(0))]


def _breadth(boxes: Iterable[Box]) -> int:
    """Return how much a persona reaches, so that what lies inside is not told before it and again."""
    return max(
        (box.destinations.bit_count() * sum(end - first for first, end in box.rights) for box in boxes),
        default=0,
    )


def _latent_before(given: _Given, sources: int) -> Iterator[Box]:
    """Yield what some sources, and others with them, could have as the personas of the other version."""
    by_sources = _by_sources(given)
    theirs = given.view.theirs
    for name, persona in theirs.all.items() if by_sources else ():
        who = theirs.who(name)
        for acting, boxes in by_sources.items() if who & sources else ():
            if acting & persona.atoms:
                yield from (box._replace(sources=who) for box in boxes)


def _by_sources(given: _Given) -> dict[int, list[Box]]:
    """Return what the other version gives its personas, by all who have it: rules share their sources."""
    acting = every(persona.atoms for persona in given.view.theirs.all.values())
    found: dict[int, list[Box]] = {}
    for box in given.others:
        if box.sources & acting:
            found.setdefault(box.sources, []).append(box)
    return found


def _through(touched: _Touched, way: Way, given: _Given) -> Iterator[Box]:
    """Yield what a persona has, for those who newly may act as it; what is new of it for the others.

    What devices of one tag send one another is no step further; that they log in to each other is one.
    """
    persona = touched.persona
    newly = way.who & ~given.view.theirs.who(persona.name)
    itself = persona.atoms if given.kind.lane is Lane.NETWORK else 0
    for boxes, who in ((touched.boxes, newly), (touched.fresh, way.who & ~newly)):
        for box in boxes if who else ():
            if box.destinations & ~itself:
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
        witness=kind.witness(draft, version),
        notes=(condition,) if condition else (),
        pairs=Ledger(version.access.universe).count(draft.areas),
        leads_to=kind.lane,
    )


def _places(numbers: Iterable[int], kind: Kind, version: Version) -> tuple[Place, ...]:
    return tuple(kind.place(version, number) for number in numbers)
