"""The words for what a change does to people only if they are guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import People, every, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause
    from tailcli.diff.possible_guests import Part
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import AclRule, Grant, SshRule

_MOST = 3
_VERBS = {True: "adds something", False: "takes something away"}


class GuestWords:
    """What is said of rules that make a difference to people if these are guests alone."""

    __slots__ = ("_edits", "_found", "_sides")

    def __init__(self, found: Mapping[Part, int], sides: Sides, causes: Causes) -> None:
        """``found`` are the rules, with the classes of these people."""
        self._found = found
        self._sides = sides
        self._edits = {part: frozenset(_edits(part, sides, causes)) for part in found}

    def facts(self) -> tuple[str, ...]:
        """Return what the comparison as a whole rests on, in words that go on from "depends on"."""
        people = self._logins(every(self._found.values()))
        if not people:
            return ()
        are = "is a member" if len(people) == 1 else "are members"
        return (f"whether {_listed(people, 'and')} {are} of the tailnet",)

    def told_idle(self, edit: Cause, told: Cause) -> Cause:
        """Return an edit without effect as it is ``told``, and that it has one if somebody is a guest."""
        parts = [part for part, edits in self._edits.items() if edit in edits]
        if not parts:
            return told
        kinds = {part.gained for part in parts}
        verb = "changes something" if len(kinds) > 1 else _VERBS[kinds.pop()]
        people = _listed(self._logins(every(self._found[part] for part in parts)), "or")
        return told._replace(text=f"{told.text}, which {verb} only if {people} is a guest")

    def notes(self, idle: Iterable[Cause]) -> Iterator[str]:
        """Yield a note on each rule of which no edit without effect tells it, and on what would tell."""
        said = frozenset(idle)
        for part, people in self._found.items():
            if said.isdisjoint(self._edits[part]):
                yield self._note(part, people)
        if self._found:
            yield "the file does not tell who is a guest: a list of users or devices would (--devices FILE)"

    def _note(self, part: Part, people: int) -> str:
        version = self._sides.versions[part.gained]
        place = version.rule_place(_rule(part, version))
        who = _listed(self._logins(people), "or")
        if part.gained:
            return (
                f"NEW line {place.line}: {place.label} also gives something new to {who} if they are a guest"
            )
        return f"OLD line {place.line}: some of what {place.label} gave is lost to {who} if they are a guest"

    def _logins(self, people: int) -> list[str]:
        atoms = self._sides.new.access.universe.atoms
        found = (atoms[number] for number in members(people))
        return [login for atom in found if isinstance(atom, People) for login in atom.logins]


def _rule(part: Part, version: Version) -> Grant | AclRule | SshRule | None:
    return version.policy.ssh[part.number] if part.is_ssh else version.access.rules[part.number]


def _edits(part: Part, sides: Sides, causes: Causes) -> Iterator[Cause]:
    """Yield the edits that can be behind it: that of the rule, and those of the groups in it."""
    version = sides.versions[part.gained]
    edit = causes.of_ssh_rule if part.is_ssh else causes.of_rule
    own = edit(part.number, gained=part.gained)
    if own is not None:
        yield own
    rule = _rule(part, version)
    for text in () if rule is None else rule.src:
        definition = causes.definitions.of_selector(text.value)
        cause = None if definition is None else definition.cause(gained=part.gained)
        if cause is not None:
            yield cause


def _listed(names: list[str], conjunction: str) -> str:
    more = len(names) - _MOST
    shown = [*names[:_MOST], f"{more} more"] if more > 1 else names
    *first, last = shown
    return f"{', '.join(first)} {conjunction} {last}" if first else last
