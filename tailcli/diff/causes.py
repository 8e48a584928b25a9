"""Which edit made a difference: the edited rule, or the edited definition of a name that the rule uses.

A rule that says the same in both versions can only give something else because a name in it stands for
something else. So the edit is found selector by selector: a source that the very same selector did not mean
before came with the definition; everything else came with the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.conditions import posture_alternatives, postures_of
from tailcli.diff.definition_edits import DefinitionEdits, listed
from tailcli.diff.model import Cause
from tailcli.diff.rule_edits import access_difference, allow_all, changed_rule, ssh_difference, whole_rule
from tailcli.diff.sides import DEFAULT, own_contents
from tailcli.diff.ssh_pairing import has_same_words, ssh_content
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tailcli.access.atoms import AtomSet
    from tailcli.access.content import Content
    from tailcli.compare.subtract import Piece
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import SshRule


KEEPS = "which keeps part of what is lost"
SHARES = "which is part of a row of another edit"


class _View(NamedTuple):
    """The two versions as one direction sees them: gains are seen from the new one, losses from the old."""

    having: Version
    other: Version
    pairs: dict[int, int]
    ssh_pairs: dict[int, int]
    gained: bool


class Causes:
    """The edits between two versions, and which of them is behind a difference."""

    __slots__ = (
        "_default",
        "_involved",
        "_keeping",
        "_own",
        "_parts",
        "_rules",
        "_sides",
        "_ssh_numbers",
        "_ssh_rules",
        "_views",
        "definitions",
    )

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._views = {
            True: _View(sides.new, sides.old, sides.was, sides.ssh_was, gained=True),
            False: _View(sides.old, sides.new, sides.became, sides.ssh_became, gained=False),
        }
        self.definitions = DefinitionEdits(sides)
        self._own = {True: own_contents(sides.new), False: own_contents(sides.old)}
        self._default = _default_posture(sides)
        self._rules: dict[tuple[bool, int], Cause | None] = {}
        self._ssh_rules: dict[tuple[bool, int], Cause | None] = {}
        self._ssh_numbers = {
            gained: {id(rule): number for number, rule in enumerate(view.having.policy.ssh)}
            for gained, view in self._views.items()
        }
        self._involved: set[Cause] = set()
        self._parts: dict[Cause, tuple[Cause, ...]] = {}
        self._keeping: set[Cause] = set()

    def split(self, piece: Piece, *, gained: bool) -> Iterator[tuple[Cause | None, Piece]]:
        """Yield the parts of a piece by the edit that made them; together they are the piece."""
        view = self._views[gained]
        left = piece.sources
        content = view.having.access.contents[piece.rule]
        for text, fresh in _meant_newly(content.sources, view, left, is_source=True):
            cause = self._of_name(text, piece.rule, view, field="sources")
            if cause is not None:
                yield cause, piece._replace(sources=fresh)
                left &= ~fresh
        if left:
            yield from self._by_destination(piece._replace(sources=left), content, view)

    def _by_destination(
        self, piece: Piece, content: Content, view: _View
    ) -> Iterator[tuple[Cause | None, Piece]]:
        """Split what sources have that the rule named before; what it gives to new ones is its own edit."""
        added = piece.sources & ~self._named_before(piece.rule, view)
        if added:
            yield self.of_rule(piece.rule, gained=view.gained), piece._replace(sources=added)
            piece = piece._replace(sources=piece.sources & ~added)
        left = piece.destinations if piece.sources else 0
        for text, fresh in _meant_newly(content.destinations, view, left, is_source=False):
            cause = self._of_name(text, piece.rule, view, field="destinations")
            if cause is not None:
                yield cause, piece._replace(destinations=fresh)
                left &= ~fresh
        if left:
            rest = piece._replace(destinations=left)
            yield self._of_posture(rest, view) or self.of_rule(piece.rule, gained=view.gained), rest

    def _named_before(self, rule: int, view: _View) -> int:
        """Return the sources that the partner of a rule names; all there are where it has none."""
        partner = view.pairs.get(rule)
        if partner is None:
            return -1
        return _all_meant(view.other.access.contents[partner].sources, view.other, is_source=True)

    def _of_name(self, text: str, rule: int, view: _View, *, field: str) -> Cause | None:
        """Return the edit of a definition, if the rule that uses it was there before and used it too."""
        edit = self.definitions.of_selector(text)
        if edit is None:
            return None
        cause = edit.cause(gained=view.gained)
        partner = view.pairs.get(rule)
        used = partner is not None and text in getattr(view.other.access.contents[partner], field)
        if not used and cause is not None:
            self._involved.add(cause)
        return cause if used else None

    def _of_posture(self, piece: Piece, view: _View) -> Cause | None:
        partner = view.pairs.get(piece.rule)
        if partner is None:
            return None
        here, there = view.having.access.contents[piece.rule], view.other.access.contents[partner]
        own = self._own[view.gained][piece.rule], self._own[not view.gained][partner]
        if set(own[0].postures) == set(own[1].postures) and set(here.postures) != set(there.postures):
            return self._default
        asked = postures_of(piece.alternative)
        known = view.having.access.definitions.postures
        names = (name for name in here.postures if posture_alternatives([name], known) == (asked,))
        edits = (self.definitions.of_posture(name) for name in names if name in there.postures)
        edit = next((edit for edit in edits if edit is not None), None)
        return None if edit is None else edit.cause(gained=view.gained)

    def of_rule(self, number: int, *, gained: bool) -> Cause | None:
        """Return the edit of an access rule; None where it says the same in both versions."""
        key = gained, number
        if key not in self._rules:
            self._rules[key] = self._edit_of(number, self._views[gained])
        return self._rules[key]

    def _edit_of(self, number: int, view: _View) -> Cause | None:
        rule = view.having.access.rules[number]
        partner = view.pairs.get(number)
        if partner is None:
            return self._allow_all(view) or whole_rule(rule, view.having, is_new=view.gained)
        numbers = (partner, number) if view.gained else (number, partner)
        old, new = (v.access.rules[n] for v, n in zip(self._sides.versions, numbers, strict=True))
        difference = access_difference(self._own[False][numbers[0]], self._own[True][numbers[1]])
        if old is None or new is None or not difference:
            return None
        return changed_rule(old, new, difference, self._sides)

    def _allow_all(self, view: _View) -> Cause | None:
        """Where allow-all begins or ends, that is the edit, whichever rules came or went with it."""
        if view.having.access.rules == (None,):
            return allow_all(self._sides, is_new=view.gained)
        return None

    def of_ssh(
        self, rules: Iterable[SshRule], sources: int, destinations: int, *, gained: bool
    ) -> Cause | None:
        """Return the edit through which SSH rules of one version decide otherwise, if any of them does."""
        view = self._views[gained]
        found: list[Cause] = []
        for rule in rules:
            cause = self.of_ssh_rule(self._ssh_numbers[gained][id(rule)], gained=gained)
            cause = cause or self._of_ssh_names(rule, sources, destinations, view)
            found += [cause] if cause is not None else []
        self._involved.update(found)
        return next(iter(found), None)

    def of_ssh_rule(self, number: int, *, gained: bool) -> Cause | None:
        """Return the edit of an SSH rule; None where it says the same in both versions."""
        key = gained, number
        if key not in self._ssh_rules:
            self._ssh_rules[key] = self._edit_of_ssh(number, self._views[gained])
        return self._ssh_rules[key]

    def _edit_of_ssh(self, number: int, view: _View) -> Cause | None:
        gained = view.gained
        partner = view.ssh_pairs.get(number)
        rule = view.having.policy.ssh[number]
        if partner is None:
            return whole_rule(rule, view.having, is_new=gained)
        there = view.other.policy.ssh[partner]
        old, new = (there, rule) if gained else (rule, there)
        difference = ssh_difference(ssh_content(old), ssh_content(new))
        return changed_rule(old, new, difference, self._sides) if difference else None

    def _of_ssh_names(self, rule: SshRule, sources: int, destinations: int, view: _View) -> Cause | None:
        ends = ((rule.src, sources, True), (rule.dst, destinations, False))
        for strings, atoms, is_source in ends:
            texts = tuple(string.value for string in strings)
            newly = _meant_newly(texts, view, atoms, is_source=is_source)
            edits = (self.definitions.of_selector(text) for text, _ in newly)
            found = (edit.cause(gained=view.gained) for edit in edits if edit is not None)
            causes = tuple(dict.fromkeys(cause for cause in found if cause is not None))
            self._involved.update(causes)
            if causes:
                return self._together(causes)
        if not rule.src_posture and self._default is not None:
            return self._default
        edits = (self.definitions.of_posture(text.value) for text in rule.src_posture)
        return next((edit.cause(gained=view.gained) for edit in edits if edit is not None), None)

    def _together(self, causes: Sequence[Cause]) -> Cause:
        """Return the first of some edits; where the same was done to several names, all of them as one."""
        done = causes[0].text.partition(" ")[2]
        same = [cause for cause in causes if cause.text.partition(" ")[2] == done]
        names = [cause.text.partition(" ")[0] for cause in same]
        return self.consists_of(causes[0]._replace(text=f"{listed(names)} {done}"), same)

    def of_selectors(self, texts: Iterable[str], atoms: int, *, gained: bool) -> Cause | None:
        """Return the edit of a definition through which selectors newly name some of ``atoms``."""
        for text in texts:
            edit = self.definitions.of_selector(text)
            if edit is not None and _newly_named(text, self._views[gained]) & atoms:
                return edit.cause(gained=gained)
        return None

    def involve(self, rules: Iterable[int], *, gained: bool) -> None:
        """Take note that the edits of these access rules have a part in a row that another edit made."""
        causes = (self.of_rule(number, gained=gained) for number in rules)
        self._involved.update(cause for cause in causes if cause is not None)

    def involve_ssh(self, rules: Iterable[SshRule], *, gained: bool) -> None:
        """Take note that the edits of these SSH rules have a part in a row that another edit made."""
        numbers = self._ssh_numbers[gained]
        edits = (self.of_ssh_rule(numbers[id(rule)], gained=gained) for rule in rules)
        self._involved.update(edit for edit in edits if edit is not None)

    def consists_of(self, cause: Cause, parts: Iterable[Cause]) -> Cause:
        """Return a cause that is several edits, and take note of them."""
        self._parts[cause] = (*self._parts.get(cause, ()), *parts)
        return cause

    def keep(self, rules: Iterable[int]) -> None:
        """Take note that these access rules of the new version leave a part of what a row tells as lost."""
        causes = (self.of_rule(number, gained=True) for number in rules)
        self._keeping.update(cause for cause in causes if cause is not None)

    def told_idle(self, cause: Cause) -> Cause:
        """Return an edit that no row comes from, and which part it has in a row all the same."""
        part = KEEPS if cause in self._keeping else SHARES if cause in self._involved else ""
        return cause._replace(text=f"{cause.text}, {part}") if part else cause

    def named_by(self, rows: Iterable[Row]) -> frozenset[Cause]:
        """Return the edits that rows name: as their cause, as a part of it, by a rule, or by a defined name.

        An edit may have a part in a row that names another one as its cause.
        """
        used: set[Cause] = set()
        said: set[tuple[int, str] | str] = set()
        for row in rows:
            used.update(() if row.cause is None else (row.cause, *self._parts.get(row.cause, ())))
            said.update((side, place.label) for side, some in enumerate((row.old, row.new)) for place in some)
            said.update(party.text for party in (*row.sources, *row.destinations))
        return frozenset(used.union(edit for edit in self._involved if not said.isdisjoint(_words_for(edit))))

    def idle(self, named: Collection[Cause]) -> tuple[Cause, ...]:
        """Return the edits of rules and definitions that no row names, in the order of the new file."""
        every = dict.fromkeys([*self._rule_edits(), *self.definitions.causes(), self._default])
        return tuple(cause for cause in every if cause is not None and cause not in named)

    def _rule_edits(self) -> Iterator[Cause | None]:
        """Yield the edits of rules: those that came or became another, then those that went."""
        before = self._own[False]
        for number, content in enumerate(self._own[True]):
            partner = self._sides.was.get(number)
            if partner is None or (content is not before[partner] and content != before[partner]):
                yield self.of_rule(number, gained=True)
        for number, rule in enumerate(self._sides.new.policy.ssh):
            partner = self._sides.ssh_was.get(number)
            if partner is None or not has_same_words(self._sides.old.policy.ssh[partner], rule):
                yield self.of_ssh_rule(number, gained=True)
        for number in range(len(before)):
            if number not in self._sides.became:
                yield self.of_rule(number, gained=False)
        for number in range(len(self._sides.old.policy.ssh)):
            if number not in self._sides.ssh_became:
                yield self.of_ssh_rule(number, gained=False)


def _words_for(edit: Cause) -> Iterator[tuple[int, str] | str]:
    """Yield what a row may name an edit by: the labels of its places, and the name that is defined there."""
    for side, place in enumerate((edit.old, edit.new)):
        if place is not None:
            yield side, place.label
            yield place.label.partition('["')[2].removesuffix('"]') or place.label


def _default_posture(sides: Sides) -> Cause | None:
    old, new = ({text.value.strip() for text in v.policy.default_src_posture} for v in sides.versions)
    if old == new:
        return None
    words = [*(f"+ {name}" for name in sorted(new - old)), *(f"- {name}" for name in sorted(old - new))]
    places = [
        next((v.place(s.key.span, DEFAULT) for s in v.policy.sections if s.name == DEFAULT), None)
        for v in sides.versions
    ]
    return Cause(f"{DEFAULT} changed: {', '.join(words)}", places[0], places[1])


def _meant_newly(
    texts: Sequence[str], view: _View, atoms: int, *, is_source: bool
) -> Iterator[tuple[str, int]]:
    """Yield the selectors that mean some of ``atoms`` in one version where none of them does in the other.

    Each with the atoms that it means so, no atom twice.
    """
    if view.having.access.resolver is view.other.access.resolver:
        return
    before = _all_meant(texts, view.other, is_source=is_source)
    left = atoms & ~before
    for text in texts:
        fresh = left & _all_meant((text,), view.having, is_source=is_source)
        if fresh:
            yield text, fresh
            left &= ~fresh


def _all_meant(texts: Iterable[str], version: Version, *, is_source: bool) -> int:
    resolver = version.access.resolver
    return _every(resolver.sources(texts) if is_source else resolver.destinations(texts))


def _every(atoms: AtomSet) -> int:
    return atoms.both | atoms.v4 | atoms.v6


def _newly_named(text: str, view: _View) -> int:
    return view.having.access.resolver.people(text) & ~view.other.access.resolver.people(text)
