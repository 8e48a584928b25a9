"""What a change does to people whom it names if they are guests, where to members it is no change.

A login does not tell of which tailnet it is, and the engine takes everybody for a member whom no list tells
to be a guest. A guest has what names them, and nothing of what ``autogroup:member`` or ``user:*@DOMAIN`` has.
So both versions are compiled once more with the people of the changed rules as guests. What differs then, and
does not differ for members, rests on who they are.

As destinations they stay members: guests' devices are none, so whoever reaches a person reaches a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import People, SharedUsers, every, members
from tailcli.access.compile import Box, supposing_guests
from tailcli.access.conditions import ALWAYS
from tailcli.access.guests import guests_told
from tailcli.access.ranges import of, overlaps
from tailcli.access.ssh import compile_ssh
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.subtract import Piece, difference
from tailcli.diff.ssh_rows import ssh_cells
from tailcli.policy.autogroups import MEMBER
from tailcli.policy.selectors import Autogroup, DomainUsers, GroupName, Login, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.inventory import Inventory
    from tailcli.access.ssh import SshBox
    from tailcli.access.universe import Universe
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.ssh_rows import Cell
    from tailcli.hujson.nodes import String


class Part(NamedTuple):
    """The part of one rule in a change that only guests would notice.

    Attributes:
        gained: whether it is a rule of the new version, which gives them something, or of the old one.
        number: its number among the access rules of its version, or among the SSH rules.
        is_ssh: whether it is an SSH rule.
    """

    gained: bool
    number: int
    is_ssh: bool = False


def guest_changes(sides: Sides, inventory: Inventory | None) -> dict[Part, int]:
    """Return the rules that make a difference to people if these are guests alone, and to which people.

    People of whom the inventory tells who they are do not count.
    """
    changed = _Changed(sides)
    guests = changed.people() & ~_told(sides, inventory)
    by_access = bool(guests) and _is_anything_hidden(sides, changed, guests)
    by_ssh = bool(guests) and changed.has_ssh and _has_ssh_for_members(sides)
    if not (by_access or by_ssh):
        return {}
    supposed = supposing_guests([version.access for version in sides.versions], guests, with_boxes=by_access)
    found: dict[Part, int] = {}
    for part, people in (
        *(_by_access(sides, supposed, changed, guests) if by_access else ()),
        *(_by_ssh(sides, supposed, guests) if by_ssh else ()),
    ):
        found[part] = found.get(part, 0) | people
    return found


class _Changed:
    """The rules that are not the same in both versions, by their words and by who is in their groups."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        before, after = (version.access.definitions.groups for version in sides.versions)
        names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        self._groups = names if before != after else set()
        self.rules = self._rules(0), self._rules(1)
        self.has_ssh = self._has_other_ssh()

    def _rules(self, side: int) -> frozenset[int]:
        """Return the numbers of the access rules of one version, 0 being the old one, that changed."""
        said = enumerate(self._sides.versions[side].access.contents)
        found = frozenset(range(len(self._sides.versions[side].access.contents))) - self._sides.kept[side]
        if not self._groups:
            return found
        return found.union(n for n, content in said if any(map(self._has_other_members, content.sources)))

    def _has_other_ssh(self) -> bool:
        versions = self._sides.versions
        old, new = ([_texts(rule.src) for rule in version.policy.ssh] for version in versions)
        if old != new or any(self._has_other_members(text) for texts in old for text in texts):
            return True
        before, after = ([box[:-1] for box in version.ssh.boxes] for version in versions)
        return before != after

    def people(self) -> int:
        """Return whom changed rules name as sources, one by one or in groups; SSH rules count together."""
        found = 0
        for side, version in enumerate(self._sides.versions):
            said = version.access.contents
            texts = {text for number in self.rules[side] for text in said[number].sources}
            if self.has_ssh:
                texts.update(text.value for rule in version.policy.ssh for text in rule.src)
            found |= every(version.access.resolver.people(text) for text in texts if _names_people(text))
        universe = self._sides.new.access.universe
        return found & every(universe.login_bits.values()) & ~universe.guests

    def _has_other_members(self, text: str) -> bool:
        selector = parse_selector(text) if self._groups else None
        return isinstance(selector, GroupName) and selector.name in self._groups


def _names_people(text: str) -> bool:
    return isinstance(parse_selector(text), Login | GroupName)


def _is_anything_hidden(sides: Sides, changed: _Changed, people: int) -> bool:
    """Tell whether changed rules give people what a rule for all members gives in the other version."""
    for here, there in ((1, 0), (0, 1)):
        access, other = sides.versions[here].access, sides.versions[there].access
        for_members = _rules_for_members(other)
        lanes = (access.network, other.network), (access.application, other.application)
        for boxes, others in lanes if for_members else ():
            fresh = [box for box in boxes if box.rule in changed.rules[here] and box.sources & people]
            hiding = ByEnds(box for box in others if fresh and box.rule in for_members)
            if any(_meets_any(box, hiding) for box in fresh):
                return True
    return False


def _has_ssh_for_members(sides: Sides) -> bool:
    """Tell whether any SSH rule is for all members: by no other rule they have what guests have not."""
    rules = (rule for version in sides.versions for rule in version.policy.ssh)
    return any(_is_for_members(text.value) for rule in rules for text in rule.src)


def _texts(strings: Iterable[String]) -> tuple[str, ...]:
    return tuple(string.value for string in strings)


def _is_for_members(text: str) -> bool:
    selector = parse_selector(text)
    return selector == Autogroup(MEMBER) or isinstance(selector, DomainUsers)


def _told(sides: Sides, inventory: Inventory | None) -> int:
    """Return the people of whom it is known who they are; whoever has a role is of the tailnet itself."""
    if inventory is None:
        return 0
    known = guests_told(inventory), *(inventory.roles or {}).values(), *inventory.groups.values()
    told = {login for some in known for login in some}
    universe = sides.new.access.universe
    people = ((n, universe.atoms[n]) for n in members(every(universe.login_bits.values())))
    return every(1 << n for n, atom in people if isinstance(atom, People) and told.issuperset(atom.logins))


class _Given(NamedTuple):
    """What a version gives to some people in one lane: as members, as guests, and as any guest there is."""

    as_members: tuple[Box, ...]
    as_guests: tuple[Box, ...]
    as_any: tuple[Box, ...]


def _by_access(
    sides: Sides, supposed: Sequence[Access], changed: _Changed, guests: int
) -> Iterator[tuple[Part, int]]:
    """Yield what one version gives to guests, and the other to members alone by a rule for all of them."""
    given = [_given(*both, guests) for both in zip(sides.versions, supposed, strict=True)]
    singles = sides.new.access.universe.singles
    for here, there in ((1, 0), (0, 1)):
        rules, for_members = changed.rules[here], _rules_for_members(sides.versions[there].access)
        for lanes in zip(given[here], given[there], strict=True):
            for piece in _for_guests_only(*lanes, rules, for_members, singles):
                yield Part(bool(here), piece.rule), piece.sources


def _given(version: Version, supposed: Access, guests: int) -> list[_Given]:
    usual = version.access
    lanes = (usual.network, supposed.network), (usual.application, supposed.application)
    return [
        _Given(_of(guests, as_members), _of(guests, as_guests), _as_any(guests, as_members, usual.universe))
        for as_members, as_guests in lanes
    ]


def _of(people: int, boxes: Iterable[Box]) -> tuple[Box, ...]:
    return tuple(box._replace(sources=box.sources & people) for box in boxes if box.sources & people)


def _as_any(guests: int, boxes: Iterable[Box], universe: Universe) -> tuple[Box, ...]:
    """Return what the guests whom nobody names have, as if these people had it: rows tell of all guests."""
    unnamed = universe.bit[SharedUsers()]
    return tuple(box._replace(sources=guests) for box in boxes if box.sources & unnamed)


def _rules_for_members(access: Access) -> frozenset[int]:
    """Return the numbers of the rules for all members, or for all of a domain."""
    said = access.contents
    wanted = frozenset(filter(_is_for_members, {text for content in said for text in content.sources}))
    if not wanted:
        return frozenset()
    return frozenset(n for n, content in enumerate(said) if not wanted.isdisjoint(content.sources))


def _for_guests_only(
    here: _Given, there: _Given, rules: frozenset[int], for_members: frozenset[int], singles: int
) -> list[Piece]:
    """Return what rules of one version give to guests as something new, if to members it is no news."""
    hiding = ByEnds(box for box in there.as_members if box.rule in for_members)
    as_members, as_guests, as_any = (
        [box for box in boxes if box.rule in rules and _meets_any(box, hiding)] for boxes in here
    )
    fresh = difference(as_guests, there.as_guests, singles)
    if not fresh:
        return []
    known = difference(as_members, there.as_members, singles)
    known += difference(as_any, there.as_any, singles)
    return _apart(fresh, known, singles)


def _meets_any(box: Box, others: ByEnds[Box]) -> bool:
    near = others.meeting(box.sources, box.destinations)
    return any(overlaps(box.rights, other.rights) for other in near)


def _apart(pieces: Iterable[Piece], known: Iterable[Piece], singles: int) -> list[Piece]:
    """Leave out of pieces what others tell of, on whatever conditions."""
    told = [piece.box._replace(alternative=ALWAYS) for piece in known]
    return difference([piece.box for piece in pieces], told, singles)


def _by_ssh(sides: Sides, supposed: Sequence[Access], guests: int) -> Iterator[tuple[Part, int]]:
    """Yield the rules that decide of guests otherwise than before, where of members the same ones do."""
    policies = [version.policy for version in sides.versions]
    singles = sides.new.access.universe.singles
    usual = [version.ssh.boxes for version in sides.versions]
    unnamed = sides.new.access.universe.bit[SharedUsers()]
    known = [
        *_pieces(usual, guests, singles),
        *(piece._replace(sources=guests) for piece in _pieces(usual, unnamed, singles)),
    ]
    numbers = [{id(rule): number for number, rule in enumerate(policy.ssh)} for policy in policies]
    for cell in _cells([one.boxes for one in compile_ssh(policies, supposed)], guests, singles):
        people = every(piece.sources for piece in _apart([_piece(cell)], known, 0))
        for is_new, boxes in enumerate((cell.before, cell.after)) if people else ():
            yield from ((Part(bool(is_new), numbers[is_new][id(b.rule)], is_ssh=True), people) for b in boxes)


def _pieces(versions: Sequence[tuple[SshBox, ...]], people: int, singles: int) -> list[Piece]:
    return [_piece(cell) for cell in _cells(versions, people, singles)]


def _cells(versions: Sequence[tuple[SshBox, ...]], people: int, singles: int) -> list[Cell]:
    """Return for which of some people two lists of SSH rules decide differently."""
    old, new = (
        tuple(box._replace(sources=box.sources & people) for box in boxes if box.sources & people)
        for boxes in versions
    )
    return ssh_cells(old, new, singles)


def _piece(cell: Cell) -> Piece:
    logins = of((number, number + 1) for number in cell.logins)
    return Piece(cell.sources, cell.destinations, logins, ALWAYS, 0)
