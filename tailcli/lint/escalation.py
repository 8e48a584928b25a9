"""What somebody gains by taking on a tag: access that the tag has and that they do not have themselves.

Not counted is access to what a taker looks after anyway: their own devices, those with the tag itself, and
those with any other tag that they may take on; and what lies on the internet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.atoms import RoleHolders, TaggedDevices, members
from tailcli.access.compile import OWN, Box
from tailcli.access.ownership import Ownership
from tailcli.access.ranges import intersect, of, union_all
from tailcli.access.traffic import FAMILY_LINE, place
from tailcli.compare.subtract import difference
from tailcli.lint.destinations import selector_text
from tailcli.lint.ssh_rules import machine_sources
from tailcli.policy.addresses import V4, V6
from tailcli.policy.faults import quote
from tailcli.policy.model import AclRule
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tailcli.access.content import AccessRule
    from tailcli.access.ranges import Ranges
    from tailcli.compare.subtract import Piece
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule

ADMINISTRATORS = frozenset({"owner", "admin", "network-admin"})
"""Roles that may assign every tag anyway, or write the policy file itself."""

_MOST_CLASSES = 16  # of the people in a group so many are looked at: those of one group differ little


class Gain(NamedTuple):
    """One thing that is gained: a destination, what may be done there, and the rule that gives it."""

    destination: str
    rights: str
    rule: AccessRule | SshRule | None

    @property
    def words(self) -> str:
        """The gain as the end of a sentence that begins with "reach"."""
        return f"{self.destination} ({self.rights})"


def ownership(context: Context) -> Ownership:
    """Return who may take on which tag. Use it as ``context.once(ownership)``."""
    return Ownership(context.policy, context.access)


def is_operator(tag: str) -> bool:
    """Tell whether a tag is an operator's by its name: what exists to give other tags to what it starts."""
    return tag.endswith("operator")


class Gains:
    """Answers what is gained by taking on a tag, for one policy. Use it as ``context.once(Gains)``."""

    def __init__(self, context: Context) -> None:
        access = context.access
        self._atoms = access.universe.atoms
        self._bit = access.universe.bit
        self._ownership = context.once(ownership)
        self._access = access
        self._resolver = access.resolver
        interest = 0
        for tag in self._ownership.tags:
            interest |= self._bit.get(TaggedDevices(tag), 0) | self._ownership.owners(tag)
        self._lanes = tuple(_lanes(context, interest))
        self._internet = 0
        for version, ranges in networks.INTERNET.items():
            self._internet |= access.universe.addresses[version].within(ranges)
        self._looked_after: dict[int, int] = {}

    def gain(self, takers: int, tag: str) -> Gain | None:
        """Return something that one of ``takers`` gains by taking on ``tag``, or None."""
        source = self._bit.get(TaggedDevices(tag), 0)
        for number in self._chosen(takers & ~source):
            for lane in self._lanes:
                pieces = lane.first_gain(1 << number, source, self._own(1 << number) | source)
                if pieces:
                    rule = lane.rules[pieces[0].rule]
                    rights = lane.words(union_all(piece.rights for piece in pieces))
                    return Gain(self._destination(pieces[0].destinations, rule), rights, rule)
        return None

    def _destination(self, atoms: int, rule: AccessRule | SshRule | None) -> str:
        """Name what is gained as the rule does; where it does not, by an example."""
        for node in () if rule is None else rule.dst:
            text = selector_text(rule, node) if isinstance(rule, AclRule) else node.value
            part = self._resolver.destination(text or "")
            if (part.both | part.v4 | part.v6) & atoms:
                return quote((text or "").strip())
        from tailcli.access.naming import Namer

        return Namer(self._access).instance(atoms, "")

    def _chosen(self, takers: int) -> list[int]:
        found: list[int] = []
        for number in members(takers):
            atom = self._atoms[number]
            if not (isinstance(atom, RoleHolders) and atom.role in ADMINISTRATORS):
                found.append(number)
            if len(found) == _MOST_CLASSES:
                break
        return found

    def _own(self, taker: int) -> int:
        """Return the destinations that count for nothing to somebody."""
        found = self._looked_after.get(taker)
        if found is None:
            found = OWN | taker | self._internet
            for tag in self._ownership.tags:
                if self._ownership.takers(tag) & taker:
                    found |= self._bit.get(TaggedDevices(tag), 0)
            self._looked_after[taker] = found
        return found


class _Lane:
    """Boxes of one kind, found by an atom among their sources; rules and words belong to the kind."""

    def __init__(
        self,
        boxes: Iterable[Box],
        interest: int,
        rules: tuple[AccessRule | SshRule | None, ...],
        words: Callable[[Ranges], str],
    ) -> None:
        self.rules = rules
        self.words = words
        by_sources: dict[int, list[Box]] = {}
        for box in boxes:
            by_sources.setdefault(box.sources, []).append(box._replace(sources=OWN))
        self._boxes = list(by_sources.values())
        self._holding: dict[int, set[int]] = {}
        for at, sources in enumerate(by_sources):
            for number in members(sources & interest):
                self._holding.setdefault(number, set()).add(at)

    def first_gain(self, taker: int, tag: int, own: int) -> list[Piece]:
        """Return what the tag has as a source by one rule, beyond ``own``, and the taker has not."""
        mine = self._holding.get(taker.bit_length() - 1, set())
        fresh = sorted(self._holding.get(tag.bit_length() - 1, set()) - mine)
        held = [box for at in mine for box in self._boxes[at]] if fresh else []
        found: list[Piece] = []
        for box in (box for at in fresh for box in self._boxes[at]):
            if not found or box.rule == found[0].rule:
                to = box.destinations & ~own
                found += difference([box._replace(destinations=to)], held, 0) if to else []
        return found


def _lanes(context: Context, interest: int) -> Iterator[_Lane]:
    access = context.access
    yield _Lane(access.network, interest, access.rules, _traffic)

    def permission(rights: Ranges) -> str:
        from tailcli.access.wording import permission_words

        return permission_words(access.permissions[rights[0][0]])

    yield _Lane(access.application, interest, access.rules, permission)
    if any(machine_sources(rule) for rule in context.policy.ssh):
        yield _logins(context, interest)


def _traffic(rights: Ranges) -> str:
    """Word traffic without its family: which one it is does not matter here."""
    from tailcli.access.wording import traffic_words

    v4, v6 = (intersect(rights, FAMILY_LINE[family]) for family in (V4, V6))
    apart = place(V6, 0, 0) - place(V4, 0, 0)
    up = ((first + apart, end + apart) for first, end in v4)
    down = ((first - apart, end - apart) for first, end in v6)
    return ", ".join(traffic_words(of((*rights, *up, *down))))


def _logins(context: Context, interest: int) -> _Lane:
    def login(rights: Ranges) -> str:
        from tailcli.access.wording import login_words

        return f"SSH as {login_words(context.ssh_access.logins[rights[0][0]])}"

    by_ordinal = {rule.ordinal: rule for rule in context.policy.ssh}
    boxes = (
        Box(box.sources, box.destinations, box.logins, box.alternative, box.rule.ordinal)
        for box in context.ssh_access.boxes
    )
    return _Lane(boxes, interest, tuple(by_ordinal.get(at) for at in range(max(by_ordinal) + 1)), login)
