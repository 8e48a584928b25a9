"""Who is locked out: left without any access, without a way to a shell, or without any login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import People, TaggedDevices, every, members
from tailcli.access.naming import Side as End
from tailcli.access.ranges import overlaps
from tailcli.access.rights_words import enumeration, few
from tailcli.access.traffic import traffic
from tailcli.guard.wording import parties_words
from tailcli.hujson.plain import strings
from tailcli.policy.faults import quote
from tailcli.policy.ports import PortRange
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.naming import Party
    from tailcli.access.ranges import Ranges
    from tailcli.diff.sides import Sides, Version

_SHELL: Ranges = traffic(6, (PortRange(22, 22),))


class Loss(NamedTuple):
    """Who is left without what: principals as atoms, and the words for what they had."""

    atoms: int
    what: str


class _Reach(NamedTuple):
    """Who has anything at all, and who a way to port 22."""

    anything: int
    shell: int


class Standing:
    """What every principal has in each version, as far as it decides who is locked out.

    A tag that the new version does not declare any more went away with what it could reach: that locks
    nobody out. A person whom it does not name any more may have been left out by mistake.
    """

    __slots__ = ("_counted", "_grouped", "_reach", "_said", "_sides")

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        universe = sides.new.access.universe
        self._counted = (universe.identities | universe.guests) & ~_retired(sides.new)
        self._reach: tuple[_Reach, _Reach] | None = None
        self._grouped: frozenset[str] | None = None
        self._said: frozenset[str] | None = None

    def without_network(self, sources: int, rights: Ranges) -> tuple[Loss, ...]:
        """Return who of the sources keeps no access at all, and who no way to port 22 of anything.

        ``rights`` are what is lost: only with port 22 among them the second is asked.
        """
        who = sources & self._counted
        if self._reach is None:  # most changes lose nothing
            self._reach = _reach(self._sides.old), _reach(self._sides.new)
        old, new = self._reach
        nothing = who & old.anything & ~new.anything
        no_shell = who & old.shell & ~new.shell & ~nothing if overlaps(rights, _SHELL) else 0
        return _losses((nothing, "any network access"), (no_shell, "a way to port 22"))

    def without_login(self, sources: int) -> tuple[Loss, ...]:
        """Return who of the sources can log in over SSH nowhere any more."""
        old, new = (_logins(version) for version in self._sides.versions)
        return _losses((sources & self._counted & old & ~new, "any SSH login"))

    def words(self, losses: Iterable[Loss], named: Sequence[Party]) -> str:
        """Return who is left without what; ``named`` are the parties among whom they are."""
        found = tuple(losses)
        if not found:
            return ""
        said = [f"{self._who(loss.atoms, named)} without {loss.what}" for loss in found]
        gone = [login for loss in found for login in self._unnamed(loss.atoms)]
        whom = "them" if gone == [party.text for party in named] else few([quote(login) for login in gone])
        return enumeration(said) + (f" (the new version does not name {whom} at all)" if gone else "")

    def _who(self, atoms: int, named: Sequence[Party]) -> str:
        """Name those who are left without something; "them" where all are of whom the row speaks."""
        texts = [party.text for party in named if party.is_selector]
        parties = self._sides.old.namer.of_identities().name(atoms, End.SOURCE, texts)
        is_all = [(p.text, p.exceptions) for p in parties] == [(p.text, p.exceptions) for p in named]
        return "them" if is_all else parties_words(parties)

    def _unnamed(self, atoms: int) -> list[str]:
        """Return the people among some principals of whom the new version says nothing."""
        universe = self._sides.new.access.universe
        found = (universe.atoms[number] for number in members(atoms & (universe.members | universe.guests)))
        logins = [login for atom in found if isinstance(atom, People) for login in atom.logins]
        if logins and self._grouped is None:
            groups = self._sides.new.policy.groups
            self._grouped = frozenset(login.value for group in groups for login in group.members)
        # most people are in a group
        rare = [login for login in logins if login not in (self._grouped or ())]
        return [login for login in rare if not self._is_said(login, is_one_of_few=len(rare) <= _FEW)]

    def _is_said(self, login: str, *, is_one_of_few: bool) -> bool:
        """Tell whether a login is any string of the new version; what its text does not hold is none."""
        document = self._sides.new.policy.document
        if self._said is None:
            text = document.source.text
            if is_one_of_few and "\\" not in text and login not in text:
                return False
            self._said = frozenset() if document.root is None else strings(document.root)
        return login in self._said


_FEW = 8
"""So few people are looked for in the text before all its strings are gathered."""


def _losses(*found: tuple[int, str]) -> tuple[Loss, ...]:
    return tuple(Loss(atoms, what) for atoms, what in found if atoms)


def _retired(new: Version) -> int:
    universe = new.access.universe
    found = 0
    for number in members(universe.tagged):
        atom = universe.atoms[number]
        if isinstance(atom, TaggedDevices) and not new.access.resolver.people(atom.tag):
            found |= 1 << number
    return found


def _reach(version: Version) -> _Reach:
    anything = shell = 0
    for box in version.access.network:
        anything |= box.sources
        if box.sources & ~shell and overlaps(box.rights, _SHELL):
            shell |= box.sources
    return _Reach(anything, shell)


def _logins(version: Version) -> int:
    return every(box.sources for box in version.ssh.boxes)
