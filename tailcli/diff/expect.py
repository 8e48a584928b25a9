"""Holding a change to what its author said it is: exactly that, nothing less and nothing more."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

from tailcli.access.compile import Box, compile_together
from tailcli.access.naming import Namer
from tailcli.access.naming import Side as End
from tailcli.access.ranges import overlaps
from tailcli.access.ssh import compile_ssh
from tailcli.access.wording import login_words, permission_words, traffic_words
from tailcli.compare.subtract import Piece, difference
from tailcli.diff.drafts import destination_texts, source_texts
from tailcli.diff.renames import unify
from tailcli.diff.sides import NOTHING, Version
from tailcli.diff.ssh_rows import ssh_cells
from tailcli.diff.statements import Sign
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tailcli.access.inventory import Inventory
    from tailcli.access.naming import Party
    from tailcli.access.ranges import Ranges
    from tailcli.diff.model import Place
    from tailcli.diff.ssh_rows import Cell
    from tailcli.diff.statements import Statement
    from tailcli.policy.model import Policy


class Fault(Enum):
    """How a change is not what was said."""

    COLLATERAL = "not announced"
    MISSING = "announced, but not so"
    IDLE = "announced, but nothing of it changes"


class Mismatch(NamedTuple):
    """One thing that is not as announced.

    Attributes:
        fault: in what way.
        text: the access in the form of a statement.
        place: the rule that gives or gave it, or None for what is missing.
        line: the line of the statement, 0 for what was not announced.
    """

    fault: Fault
    text: str
    place: Place | None = None
    line: int = 0


class Judgement(NamedTuple):
    """Whether a change is exactly what was announced.

    Attributes:
        name: where it was announced.
        statements: how many statements there are.
        mismatches: what differs; none if the change is exactly that.
    """

    name: str
    statements: int
    mismatches: tuple[Mismatch, ...]

    @property
    def is_met(self) -> bool:
        """Whether the change is exactly what was announced."""
        return not self.mismatches


def judge(
    old: Policy | None,
    new: Policy | None,
    statements: Sequence[Statement],
    name: str = "the announcement",
    inventory: Inventory | None = None,
) -> Judgement:
    """Compare a change of network, SSH and application access with what was announced of it.

    An announced gain must be given by the new version and, in part at least, not by the old one; an
    announced loss must be given by the old and nothing of it by the new one. Whatever else anybody gains or
    loses was not announced. Names mean what they mean in the version that gives the access; what was only
    renamed goes by its new name. What the inventory tells of synced groups and roles holds for all.
    """
    renamed = unify(old or NOTHING, new or NOTHING)
    bench = _Bench(renamed.old, new or NOTHING, statements, inventory)
    found = [*bench.not_announced(), *bench.unfulfilled()]
    return Judgement(name, len(statements), tuple(dict.fromkeys(found)))


class _Lane(NamedTuple):
    """A lane as boxes, and how its rights are said."""

    boxes: Callable[[Version], tuple[Box, ...]]
    words: Callable[[Version, Ranges], tuple[str, ...]]


def _network_words(_: Version, rights: Ranges) -> tuple[str, ...]:
    return traffic_words(rights)


def _permission_words(version: Version, rights: Ranges) -> tuple[str, ...]:
    granted = version.access.permissions
    return tuple(permission_words(granted[n]) for first, end in rights for n in range(first, end))


def _login_words(version: Version, rights: Ranges) -> tuple[str, ...]:
    logins = version.ssh.logins
    return tuple(f"ssh:{login_words(logins[n])}" for first, end in rights for n in range(first, end))


def _ssh_boxes(version: Version) -> tuple[Box, ...]:
    return tuple(
        Box(box.sources, box.destinations, box.logins, box.alternative, box.rule.ordinal)
        for box in version.ssh.boxes
    )


_NETWORK = _Lane(lambda version: version.access.network, _network_words)
_APPLICATION = _Lane(lambda version: version.access.application, _permission_words)
_SSH = _Lane(_ssh_boxes, _login_words)
_LANES = (_NETWORK, _APPLICATION, _SSH)


class _Bench:
    """Both versions and the announced access as policies of their own, in one universe.

    What is announced as gained uses the names of the new version, what is announced as lost those of the
    old one.
    """

    __slots__ = ("_new", "_old", "_said", "_singles", "_statements")

    def __init__(
        self, old: Policy, new: Policy, statements: Sequence[Statement], inventory: Inventory | None
    ) -> None:
        self._statements = statements
        said = [_policy(old if s.sign is Sign.LOST else new, s) for s in statements]
        policies = [old, new, *said]
        accesses = compile_together(policies, inventory=inventory)
        ssh = compile_ssh(policies, accesses)
        versions = [
            Version(policy, access, rules, Namer(access))
            for policy, access, rules in zip(policies, accesses, ssh, strict=True)
        ]
        self._old, self._new = versions[:2]
        self._said = versions[2:]
        self._singles = self._old.access.universe.singles

    def _announced(self, sign: Sign) -> Iterator[tuple[Statement, Version]]:
        return ((s, v) for s, v in zip(self._statements, self._said, strict=True) if s.sign is sign)

    def not_announced(self) -> Iterator[Mismatch]:
        """Yield what anybody gains or loses beyond the statements."""
        for lane in (_NETWORK, _APPLICATION):
            yield from self._beyond(self._new, self._old, Sign.GAINED, lane)
            yield from self._beyond(self._old, self._new, Sign.LOST, lane)
        yield from self._ssh_beyond()

    def _beyond(self, having: Version, other: Version, sign: Sign, lane: _Lane) -> Iterator[Mismatch]:
        shared = having.shared_with(other)
        fresh = [box for box in lane.boxes(having) if box.rule not in shared]
        announced = [box for _, version in self._announced(sign) for box in lane.boxes(version)]
        for piece in difference(fresh, [*lane.boxes(other), *announced], self._singles):
            text = f"{sign.value} {_said(piece, having, lane)}"
            place = having.rule_place(having.access.rules[piece.rule])
            yield Mismatch(Fault.COLLATERAL, text, place)

    def _ssh_beyond(self) -> Iterator[Mismatch]:
        for cell in self._ssh_cells(None):
            version, boxes = (self._new, cell.after) if cell.after else (self._old, cell.before)
            sign = Sign.CHANGED if cell.before and cell.after else Sign.GAINED if cell.after else Sign.LOST
            logins = tuple((number, number + 1) for number in cell.logins)
            piece = Piece(cell.sources, cell.destinations, logins, boxes[0].alternative, 0)
            text = f"{sign.value} {_said(piece, version, _SSH)}"
            yield Mismatch(Fault.COLLATERAL, text, version.rule_place(boxes[0].rule))

    def _ssh_cells(self, without: Version | None) -> list[Cell]:
        """Return where SSH is decided differently if what was announced is decided alike in both."""
        mask = tuple(box for v in self._said if v is not without for box in v.ssh.boxes)
        singles = self._new.access.universe.singles
        return ssh_cells((*mask, *self._old.ssh.boxes), (*mask, *self._new.ssh.boxes), singles)

    def unfulfilled(self) -> Iterator[Mismatch]:
        """Yield statements that are not so, or that nothing of the change answers to."""
        for statement, version in zip(self._statements, self._said, strict=True):
            match statement.sign:
                case Sign.GAINED:
                    yield from self._gain(statement, version)
                case Sign.LOST:
                    yield from self._loss(statement, version)
                case Sign.CHANGED:
                    if len(self._ssh_cells(version)) == len(self._ssh_cells(None)):
                        yield Mismatch(Fault.IDLE, statement.text, line=statement.line)

    def _gain(self, statement: Statement, said: Version) -> Iterator[Mismatch]:
        fresh = False
        for lane in _LANES:
            boxes = lane.boxes(said)
            for piece in difference(boxes, lane.boxes(self._new), self._singles):
                text = f"+ {_said(piece, said, lane)}"
                yield Mismatch(Fault.MISSING, text, line=statement.line)
            fresh = fresh or bool(difference(boxes, lane.boxes(self._old), self._singles))
        if not fresh:
            yield Mismatch(Fault.IDLE, statement.text, line=statement.line)

    def _loss(self, statement: Statement, said: Version) -> Iterator[Mismatch]:
        had = any(_share(lane.boxes(said), lane.boxes(self._old)) for lane in _LANES)
        if not had:
            yield Mismatch(Fault.IDLE, statement.text, line=statement.line)
        elif any(_share(lane.boxes(said), lane.boxes(self._new)) for lane in _LANES):
            yield Mismatch(Fault.MISSING, statement.text, line=statement.line)


def _policy(names: Policy, statement: Statement) -> Policy:
    """Return a policy that gives exactly what a statement says, with the names of a version."""
    ends = {"src": statement.sources, "dst": statement.destinations}
    grant = {**ends, "ip": statement.traffic, "srcPosture": statement.postures, "via": statement.routers}
    ssh = {**ends, "action": "accept", "users": statement.logins, "srcPosture": statement.postures}
    # The parameters were parsed alone, so they are one value and go into the text as they are.
    written = statement.parameters or "{}"
    app = f"{{{json.dumps(statement.capability)}: {written if written.startswith('[') else f'[{written}]'}}}"
    if statement.capability:
        grants = f'[{json.dumps(grant)[:-1]}, "app": {app}}}]'
    else:
        grants = json.dumps([grant] if statement.traffic else [])
    text = f'{{"grants": {grants}, "ssh": {json.dumps([ssh] if statement.logins else [])}}}'
    said = load(SourceText("statement", text))
    return names._replace(acls=None, grants=said.grants, ssh=said.ssh, default_src_posture=())


def _share(left: Iterable[Box], right: Sequence[Box]) -> bool:
    return any(
        one.sources & other.sources
        and one.destinations & other.destinations
        and overlaps(one.rights, other.rights)
        for one in left
        for other in right
    )


def _said(piece: Piece, version: Version, lane: _Lane) -> str:
    rule = version.access.rules[piece.rule] if lane is not _SSH else None
    sources = source_texts(rule) if rule is not None else ()
    destinations = destination_texts(rule) if rule is not None else ()
    reached = _namer(version, lane)
    who = version.namer.name(piece.sources, End.SOURCE, sources)
    where = reached.name(piece.destinations, End.DESTINATION, destinations)
    return f"{_parties(who)} -> {_parties(where)} {', '.join(lane.words(version, piece.rights))}"


def _namer(version: Version, lane: _Lane) -> Namer:
    """Return what names destinations: only traffic goes to what lies behind a device."""
    if lane is _SSH:
        return version.namer.of_identities()
    return version.namer if lane is _NETWORK else version.namer.of_devices()


def _parties(found: Iterable[Party]) -> str:
    return ", ".join(map(_party, found))


def _party(party: Party) -> str:
    return f"{party.text} (except {', '.join(party.exceptions)})" if party.exceptions else party.text
