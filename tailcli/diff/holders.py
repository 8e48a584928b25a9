"""Rows for the lanes in which somebody holds something by name: tags, approvals, node attributes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.naming import Party
from tailcli.access.naming import Side as End
from tailcli.diff.definition_edits import listed
from tailcli.diff.model import Cause, Change, Effect, Lane, Row
from tailcli.policy.selectors import GroupName, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tailcli.diff.attribute_edits import AttributeEdits
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.hujson.nodes import String


MANY_EXCEPTIONS = 4

_ByName: TypeAlias = "Callable[[Iterable[str], int], Cause | None]"


class Holding(NamedTuple):
    """Who holds one thing in one version: the selectors as written, and where it says so.

    The place is looked up only for what is told.
    """

    selectors: tuple[str, ...]
    place: Callable[[], Place]


class Kind(NamedTuple):
    """How one lane is read and said.

    Attributes:
        lane: the lane of the rows.
        holdings: what is held in a version, by name; one name may be held by several entries.
        covers: whether who holds the first thing has all of the second.
        words: what a reader is told of a thing.
        gain: what a gain means for access.
        loss: what a loss means for access.
        atoms: what a selector stands for in this lane.
        without: who has it where an entry names nobody; empty where nobody has.
        completed: adds to a set what is in it though no selector says so.
        edits: what became of the entries, where they have no name in common that tells.
    """

    lane: Lane
    holdings: Callable[[Version], Mapping[str, Sequence[Holding]]]
    covers: Callable[[str, str], bool]
    words: Callable[[str], str]
    gain: Effect
    loss: Effect
    atoms: Callable[[Version, str], int]
    without: tuple[Party, ...] = ()
    completed: Callable[[Version, int], int] = lambda _version, atoms: atoms
    edits: AttributeEdits | None = None


class _Draft(NamedTuple):
    parties: tuple[Party, ...]
    atoms: int
    thing: str
    here: tuple[Place, ...]
    there: tuple[Place, ...] = ()
    cause: Cause | None = None
    said: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        return max(1, self.atoms.bit_count())


class _Held(NamedTuple):
    """One version and what is held in it."""

    version: Version
    things: Mapping[str, Sequence[Holding]]


def holder_rows(sides: Sides, causes: Causes, kind: Kind) -> list[Row]:
    """Return who newly holds what, and who no longer does, those who hold several things told once."""
    old, new = (_Held(version, kind.holdings(version)) for version in sides.versions)
    same = _the_same(old, new, kind)
    gained, lost = (
        _merged(
            _with_partners(draft, kind, gained=gained)
            for draft in _one_way(mine, theirs, same, kind, partial(causes.of_selectors, gained=gained))
        )
        for mine, theirs, gained in ((new, old, True), (old, new, False))
    )
    return [
        *(_row(drafts, kind, Change.GAINED) for drafts in gained),
        *(_row(drafts, kind, Change.LOST) for drafts in lost),
    ]


def _the_same(old: _Held, new: _Held, kind: Kind) -> frozenset[str]:
    """Return the things that the same people hold by their own entries in both versions."""
    names = [held.version.access.definitions for held in (old, new)]
    is_same = names[0].means_the_same(names[1])
    both = (
        (thing, entries, new.things[thing]) for thing, entries in old.things.items() if thing in new.things
    )
    return frozenset(
        thing
        for thing, was, now in both
        if (is_same and _said(was) == _said(now))
        or _who(was, old.version, kind) == _who(now, new.version, kind)
    )


def texts(strings: Iterable[String]) -> tuple[str, ...]:
    """Return the strings without the white space around them, which does not count in a selector."""
    return tuple(string.value.strip() for string in strings)


def people_atoms(version: Version, text: str) -> int:
    """Return the people and tagged devices that a selector names."""
    return version.access.resolver.people(text)


def _one_way(
    mine: _Held, theirs: _Held, unchanged: frozenset[str], kind: Kind, by_name: _ByName
) -> list[_Draft]:
    having, other = mine.version, theirs.version
    found: list[_Draft] = []
    for thing, entries in mine.things.items():
        if thing in unchanged:
            continue
        same = theirs.things.get(thing, ())
        covering = [
            entry for name, held in theirs.things.items() if kind.covers(name, thing) for entry in held
        ]
        drafts = _difference(thing, entries, covering, having, other, kind)
        if kind.without and not covering and not drafts:
            drafts = [_Draft(kind.without, 0, thing, _places(entries))]
        known = set(_selectors(same))
        shared = [text for text in _selectors(entries) if text in known]  # the first tells the cause
        more = tuple(_only(_selectors(entries), _selectors(covering)) if drafts else ())
        found += [
            draft._replace(cause=by_name(shared, draft.atoms), said=more, there=_places(same))
            for draft in drafts
        ]
    return found


def _only(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """Return the selectors that the other ones do not name in any spelling."""
    known = {parse_selector(text) for text in theirs}
    return [text for text in mine if parse_selector(text) not in known]


def _said(entries: Sequence[Holding]) -> list[tuple[str, ...]]:
    return [entry.selectors for entry in entries]


def _places(entries: Iterable[Holding]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(entry.place() for entry in entries))


def _difference(
    thing: str,
    entries: Sequence[Holding],
    covering: Sequence[Holding],
    having: Version,
    other: Version,
    kind: Kind,
) -> list[_Draft]:
    """Return those who hold a thing here and hold nothing there that covers it."""
    kept, kept_names = _who(covering, other, kind)
    atoms, names = _who(entries, having, kind)
    kept_names = (*kept_names, *_selectors(covering))  # a name that is not declared any more gives nothing
    left = atoms & ~kept
    parties = [
        *(_named(left, having, entries, kind) if left else ()),
        *(Party(name, is_selector=True, is_open=True) for name in names if name not in kept_names),
    ]
    if not parties:
        return []
    return [_Draft(tuple(parties), left, thing, _places(_responsible(entries, left, names, having, kind)))]


def _responsible(
    entries: Sequence[Holding], atoms: int, names: Iterable[str], version: Version, kind: Kind
) -> Sequence[Holding]:
    """Return the entries that name some of those of whom it is told; all where none alone does."""
    unknown = set(names)
    found = [
        entry
        for entry in entries
        if any(text in unknown or kind.atoms(version, text) & atoms for text in entry.selectors)
    ]
    return found or entries


def _with_partners(draft: _Draft, kind: Kind, *, gained: bool) -> _Draft:
    """Let the entries of the other version be what these entries were or became, where that is known."""
    if kind.edits is None:
        return draft
    places = (kind.edits.partner(place.label, gained=gained) for place in draft.here)
    return draft._replace(there=tuple(place for place in places if place is not None))


def _named(left: int, version: Version, entries: Sequence[Holding], kind: Kind) -> tuple[Party, ...]:
    """Name those who are meant; all but a few of ``*`` as just that."""
    selectors = _selectors(entries)
    if "*" in selectors:
        missing = kind.atoms(version, "*") & ~left
        but = version.namer.name(missing, End.DESTINATION) if missing else ()
        if len(but) <= MANY_EXCEPTIONS:
            return (Party("*", (), is_selector=True, exceptions=tuple(p.text for p in but), is_open=True),)
    return version.namer.name(left, End.SOURCE, selectors)


def _selectors(entries: Iterable[Holding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for entry in entries for text in entry.selectors))


def _who(entries: Iterable[Holding], version: Version, kind: Kind) -> tuple[int, tuple[str, ...]]:
    """Return whom entries name: atoms, and as text the selectors that stand for nothing known."""
    atoms = 0
    unknown: list[str] = []
    for text in _selectors(entries):
        found = kind.atoms(version, text)
        atoms |= found
        if not found and not _is_empty_group(text, version):
            unknown.append(text)
    return kind.completed(version, atoms), tuple(unknown)


def _is_empty_group(text: str, version: Version) -> bool:
    selector = parse_selector(text)
    return isinstance(selector, GroupName) and selector.name in version.access.definitions.groups


def _merged(drafts: Iterable[_Draft]) -> list[list[_Draft]]:
    found: dict[object, list[_Draft]] = {}
    for draft in drafts:
        who = tuple((party.text, party.exceptions) for party in draft.parties)
        is_whole = draft.cause is None and not draft.there
        found.setdefault((draft.cause, who, is_whole), []).append(draft)
    return list(found.values())


def _row(drafts: Sequence[_Draft], kind: Kind, change: Change) -> Row:
    here = tuple(dict.fromkeys(place for draft in drafts for place in draft.here))
    there = tuple(dict.fromkeys(place for draft in drafts for place in draft.there))
    parties = drafts[0].parties
    is_gain = change is Change.GAINED
    return Row(
        lane=kind.lane,
        change=change,
        effect=kind.gain if is_gain else kind.loss,
        sources=parties,
        destinations=(),
        rights=tuple(kind.words(draft.thing) for draft in drafts),
        old=there if is_gain else here,
        new=here if is_gain else there,
        people=len({login for party in parties for login in party.logins}),
        is_open=any(party.is_open for party in parties),
        pairs=sum(draft.pairs for draft in drafts),
        cause=drafts[0].cause or _of_entries(kind, here, change) or _edit_of(drafts, change, here, there),
    )


def _of_entries(kind: Kind, here: tuple[Place, ...], change: Change) -> Cause | None:
    """Return the edit of the responsible entries, where it is known what each of them was or became."""
    labels = [place.label for place in here]
    return None if kind.edits is None else kind.edits.cause(labels, gained=change is Change.GAINED)


def _edit_of(
    drafts: Sequence[_Draft], change: Change, here: tuple[Place, ...], there: tuple[Place, ...]
) -> Cause:
    """Return the edit of the entries themselves as the cause."""
    is_gain = change is Change.GAINED
    said = listed(tuple(dict.fromkeys(text for draft in drafts for text in draft.said)))
    edit = f": {'+' if is_gain else '-'} {said}" if said else " edited"
    done = edit if there else " added" if is_gain else " removed"
    labels = listed(tuple(dict.fromkeys(place.label for draft in drafts for place in draft.here)))
    old, new = (there, here) if is_gain else (here, there)
    return Cause(f"{labels}{done}", old[0] if old else None, new[0] if new else None)
