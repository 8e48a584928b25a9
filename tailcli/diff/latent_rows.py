"""Rows for latent access: what somebody could reach by an act that the policy allows them.

Whoever may give a device of theirs a tag can reach what the tag reaches; whoever may have a route approved
can send from its addresses; whoever may log in to a machine can go on from there. What they reach anyway, or
could reach in such a way before, is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box
from tailcli.access.wording import condition_words, traffic_words
from tailcli.compare.subtract import difference, is_covered
from tailcli.diff.definition_edits import listed
from tailcli.diff.doubts import doubts
from tailcli.diff.drafts import Ledger, drafts
from tailcli.diff.holders import texts
from tailcli.diff.latent_twins import Step, routes_together
from tailcli.diff.model import Cause, Change, Effect, Lane, Risk, Row
from tailcli.diff.personas import Personas
from tailcli.diff.risk import Area, network_risk
from tailcli.policy.model import TagDefinition
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.compare.subtract import Piece
    from tailcli.diff.causes import Causes
    from tailcli.diff.drafts import Draft
    from tailcli.diff.model import Place
    from tailcli.diff.personas import Persona, Way
    from tailcli.diff.sides import Sides, Version

MOST_PERSONAS = 300
"""How many tags and routes are looked into; a change that touches more is not about any one of them."""


class _View(NamedTuple):
    having: Version
    other: Version
    mine: Personas
    theirs: Personas
    kept: frozenset[int]
    pairs: dict[int, int]
    change: Change


def latent_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return what latent access is gained and lost, through which tag, route or login."""
    old, new = Personas(sides.old), Personas(sides.new)
    views = (
        _View(sides.new, sides.old, new, old, sides.kept[1], sides.was, Change.GAINED),
        _View(sides.old, sides.new, old, new, sides.kept[0], sides.became, Change.LOST),
    )
    return [row for view in views for row in _one_way(view, causes)]


def _one_way(view: _View, causes: Causes) -> Iterator[Row]:
    steps = routes_together(_steps(view, causes))
    known = _known(view) if steps else []
    for step in steps:
        facts = (fact for piece in step.draft.pieces for fact in doubts(piece, view.having, known))
        yield _row(step, view)._replace(depends=tuple(dict.fromkeys(facts)))


def _steps(view: _View, causes: Causes) -> Iterator[Step]:
    fresh = [box for box in view.having.access.network if box.rule not in view.kept]
    touched = _touched(view, fresh)[:MOST_PERSONAS]
    known = (
        [*fresh, *_known(view)] if touched else []
    )  # the new rules first: what they give is no step further
    for persona in touched:
        for way in view.mine.ways(persona.name):
            boxes = list(_through(persona, way, view, fresh))
            pieces = difference(boxes, known, view.having.access.universe.singles) if boxes else []
            known += [Box(*piece) for piece in pieces]
            parts = ((_cause(persona, piece, view, causes), piece) for piece in pieces)
            for draft in _drafts(persona, parts, boxes, view):
                yield Step(draft, way.acts)


def _drafts(
    persona: Persona, parts: Iterable[tuple[Cause | None, Piece]], boxes: Sequence[Box], view: _View
) -> list[Draft]:
    words = _owners(persona, view.having)
    return drafts(parts, view.having, boxes, (), words, is_traffic=True)


def _known(view: _View) -> list[Box]:
    """Return what is reached without any act, or could be reached by one before."""
    return [*view.having.access.network, *view.other.access.network, *_latent_before(view)]


def _touched(view: _View, fresh: Sequence[Box]) -> list[Persona]:
    """Return the personas that more people may act as, or that reach more themselves: the widest first."""
    reaching = 0
    for box in fresh:
        reaching |= box.sources
    found = []
    for name, persona in view.mine.all.items():
        who = view.mine.who(name)
        if who & ~view.theirs.who(name) or (who and persona.atoms & reaching):
            found.append(persona)
    return sorted(found, key=lambda persona: -_breadth(persona, view.having.access.network))


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


def _latent_before(view: _View) -> Iterator[Box]:
    """Yield what could be reached through the personas of the other version already."""
    by_sources = _by_sources(view)
    for name, persona in view.theirs.all.items():
        who = view.theirs.who(name)
        for sources, boxes in by_sources.items() if who else ():
            if sources & persona.atoms:
                yield from (box._replace(sources=who) for box in boxes)


def _by_sources(view: _View) -> dict[int, list[Box]]:
    """Return what the other version gives its personas, by all who have it: rules share their sources."""
    acting = 0
    for persona in view.theirs.all.values():
        acting |= persona.atoms
    found: dict[int, list[Box]] = {}
    for box in view.other.access.network:
        if box.sources & acting:
            found.setdefault(box.sources, []).append(box)
    return found


def _through(persona: Persona, way: Way, view: _View, fresh: Sequence[Box]) -> Iterator[Box]:
    """Yield what a persona reaches, for those who newly may act as it; what is new of it for the others."""
    newly = way.who & ~view.theirs.who(persona.name)
    for boxes, who in ((view.having.access.network, newly), (fresh, way.who & ~newly)):
        for box in boxes if who else ():
            if box.sources & persona.atoms:
                yield box._replace(sources=who, destinations=box.destinations & ~persona.atoms)


def _row(step: Step, view: _View) -> Row:
    draft = step.draft
    gained = view.change is Change.GAINED
    version = view.having
    acts = f"by {', then '.join(step.acts)}"
    places = _places(draft.rules, version)
    there = _places([view.pairs[number] for number in draft.rules if number in view.pairs], view.other)
    condition = condition_words(draft.pieces[0].alternative)
    return Row(
        lane=Lane.LATENT,
        change=view.change,
        effect=Effect.WIDER if gained else Effect.NARROWER,
        sources=draft.sources,
        destinations=draft.destinations,
        rights=traffic_words(draft.rights),
        before="" if gained else acts,
        after=acts if gained else "",
        old=there if gained else places,
        new=places if gained else there,
        people=len({login for party in draft.sources for login in party.logins}),
        is_open=any(party.is_open for party in draft.sources),
        cause=draft.cause,
        risk=_risk(draft, version) if gained else Risk.MINOR,
        notes=(condition,) if condition else (),
        pairs=Ledger(version.access.universe).count(draft.areas),
    )


def _risk(draft: Draft, version: Version) -> Risk:
    return network_risk(draft.sources, draft.destinations, draft.rights, Area(*draft.atoms), version)


def _places(numbers: Iterable[int], version: Version) -> tuple[Place, ...]:
    return tuple(version.rule_place(version.access.rules[number]) for number in numbers)


def _cause(persona: Persona, piece: Piece, view: _View, causes: Causes) -> Cause | None:
    """Return the edit of the rule that opens it, else that of who may take the step."""
    gained = view.change is Change.GAINED
    edited = causes.of_rule(piece.rule, gained=gained)
    newly = piece.sources & ~view.theirs.who(persona.name)
    if not newly or (edited is not None and not _is_given(persona, piece, view.other)):
        return edited
    before, after = (view.other, view.having) if gained else (view.having, view.other)
    old, new = _takers(persona, before), _takers(persona, after)
    by_name = causes.of_selectors(set(old.selectors) & set(new.selectors), newly, gained=gained)
    return by_name or _edit_of(old, new) or _of_login(persona, newly, view, causes) or edited


def _of_login(persona: Persona, newly: int, view: _View, causes: Causes) -> Cause | None:
    """Return the edit that lets somebody log in to the devices of a tag, or keeps them from it."""
    rules = [
        box.rule for box in view.having.ssh.boxes if box.sources & newly and box.destinations & persona.atoms
    ]
    return causes.of_ssh(rules, newly, persona.atoms, gained=view.change is Change.GAINED)


def _is_given(persona: Persona, piece: Piece, version: Version) -> bool:
    """Tell whether a version gives a persona itself all of a piece."""
    box = Box(persona.atoms, piece.destinations, piece.rights, piece.alternative, piece.rule)
    return is_covered(box, version.access.network, version.access.universe.singles)


class _Takers(NamedTuple):
    """Who may act as a persona in one version, as written, and where it says so."""

    selectors: tuple[str, ...]
    place: Place | None


def _takers(persona: Persona, version: Version) -> _Takers:
    policy = version.policy
    lines = policy.auto_approvers.routes if persona.is_route else policy.tag_owners
    section = "autoApprovers.routes" if persona.is_route else "tagOwners"
    for line in lines:
        if line.name.value.strip() == persona.name:
            strings = line.owners if isinstance(line, TagDefinition) else line.approvers
            return _Takers(texts(strings), version.place(line.name.span, f'{section}["{persona.name}"]'))
    return _Takers((), None)


def _edit_of(old: _Takers, new: _Takers) -> Cause | None:
    place = new.place or old.place
    if place is None or set(old.selectors) == set(new.selectors):
        return None
    if old.place is None or new.place is None:
        return Cause(f"{place.label} {'added' if old.place is None else 'removed'}", old.place, new.place)
    more = [f"+ {text}" for text in new.selectors if text not in old.selectors]
    less = [f"- {text}" for text in old.selectors if text not in new.selectors]
    return Cause(f"{place.label}: {listed([*more, *less])}", old.place, new.place)


def _owners(persona: Persona, version: Version) -> tuple[str, ...]:
    """Return the selectors of those who may act as a persona."""
    return _takers(persona, version).selectors
