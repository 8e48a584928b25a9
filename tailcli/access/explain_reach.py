"""Who can reach Y, and what can X reach: the rules that say so, their other ends in the policy's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import OWN, compile_together
from tailcli.access.content import is_self
from tailcli.access.explain_words import in_both_families
from tailcli.access.guests import only_guests
from tailcli.access.match_question import Question, opens
from tailcli.access.match_subject import Nobody, Person, Stranger, Subject
from tailcli.access.match_truth import Truth
from tailcli.access.naming import Namer, Party, Side
from tailcli.access.permissions import Permission, permissions
from tailcli.access.ranges import EMPTY, Ranges, intersect, union
from tailcli.access.traffic import FAMILY_LINE
from tailcli.policy.addresses import V4, V6
from tailcli.policy.model import Grant
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.atoms import AtomSet
    from tailcli.access.explain_pair import Asked
    from tailcli.access.match_clauses import Clause, Opening
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import Rules
    from tailcli.policy.model import Policy


class Reach(NamedTuple):
    """One row of an answer.

    Attributes:
        parties: the other ends.
        rights: the traffic; empty in a row of application capabilities.
        permissions: what application capabilities permit.
        postures: the source's device must meet one of these; empty where none is asked for.
        via: the traffic must take one of these routers; empty where any will do.
        missing: the facts on which it turns whether the row is so at all.
        rules: the rules that say so.
    """

    parties: tuple[Party, ...]
    rights: Ranges
    permissions: tuple[Permission, ...]
    postures: tuple[str, ...]
    via: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    rules: tuple[Clause, ...]


class _Raw(NamedTuple):
    """What one word of one rule gives, before rows that say the same are put together."""

    clause: Clause
    word: str
    atoms: int
    rights: Ranges
    missing: tuple[MissingFact, ...]
    permissions: tuple[Permission, ...] = ()


_ANYBODY = Subject("", Nobody())


class Reaches:
    """Answers open questions about one policy."""

    __slots__ = ("_access", "_asked", "_namer", "_rules")

    def __init__(self, policy: Policy, rules: Rules, asked: Asked) -> None:
        self._rules = rules
        self._asked = asked
        self._access = compile_together([policy], inventory=only_guests(rules.known.inventory))[0]
        self._namer = Namer(self._access)

    def outgoing(self, source: Subject) -> tuple[Reach, ...]:
        """Return what a source can reach."""
        return self._rows(self._outgoing(source), Side.DESTINATION)

    def incoming(self, destination: Subject) -> tuple[Reach, ...]:
        """Return who can reach a destination."""
        found = [*self._incoming(destination), *self._owner(destination)]
        return self._rows(found, Side.SOURCE)

    def _outgoing(self, source: Subject) -> Iterator[_Raw]:
        question = Question(source, source)
        for version in source.families:
            for number, part in self._rules.sources(source, version).items():
                clause = self._rules.clauses[number]
                if self._rules.posture(clause, question).truth is Truth.NO:
                    continue
                for opening in clause.openings:
                    atoms = self._destination(clause, opening.word.text, version, source)
                    yield from self._raws(
                        clause, (opening, version), (opening.word.text, atoms), part.match.missing
                    )

    def _incoming(self, destination: Subject) -> Iterator[_Raw]:
        for version in destination.families:
            for number, openings in self._rules.destinations(destination, version).items():
                clause = self._rules.clauses[number]
                for opening, match in openings:
                    for word in clause.sources:
                        found = self._access.resolver.source(word.text)
                        atoms = _over(found, version)
                        yield from self._raws(clause, (opening, version), (word.text, atoms), match.missing)

    def _owner(self, destination: Subject) -> Iterator[_Raw]:
        """The rules by which a person reaches the devices of their own (``autogroup:self``)."""
        if not isinstance(destination.identity, Person) or destination.identity.is_shared:
            return
        for version in destination.families:
            for number, part in self._rules.sources(destination, version).items():
                clause = self._rules.clauses[number]
                for opening in clause.openings:
                    if is_self(opening.word.text):
                        yield from self._raws(clause, (opening, version), ("", OWN), part.match.missing)

    def _destination(self, clause: Clause, text: str, version: int, source: Subject) -> int:
        if is_self(text):
            return OWN if may_own(source) else 0
        atoms = _over(self._access.resolver.destination(text), version)
        return atoms & self._access.universe.addresses[version].all if clause.via else atoms

    def _raws(
        self,
        clause: Clause,
        opened: tuple[Opening, int],
        end: tuple[str, int],
        missing: tuple[MissingFact, ...],
    ) -> Iterator[_Raw]:
        """Yield the traffic that is asked for, and the capabilities where no traffic is named."""
        (opening, version), (word, atoms) = opened, end
        if not atoms:
            return
        part = intersect(opening.traffic, FAMILY_LINE[version])
        asked = self._asked
        protocols = None if asked.protocol is None else (asked.protocol,)
        # Only the ports of a question count for what is open: its ends are judged elsewhere.
        question = Question(_ANYBODY, _ANYBODY, protocols, asked.port)
        if part and opens(part, version, question).truth is Truth.YES:
            yield _Raw(clause, word, atoms, part, missing)
        is_open = asked.port is None and asked.protocol is None
        if is_open and isinstance(clause.rule, Grant) and clause.rule.app and not clause.via:
            given = tuple(p for capability in clause.rule.app for p in permissions(capability))
            yield _Raw(clause, word, atoms & self._devices(), EMPTY, missing, given)

    def _devices(self) -> int:
        universe = self._access.universe
        tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
        return universe.identities | tailnet | OWN

    def _rows(self, found: Iterable[_Raw], side: Side) -> tuple[Reach, ...]:
        """Put together the words and rules that give the same."""
        alike: dict[object, list[_Raw]] = {}
        for raw in _joined(found):
            if raw.atoms:
                rights = raw.rights if raw.atoms & ~self._one_family() else in_both_families(raw.rights)
                key = (rights, raw.permissions, raw.clause.postures, raw.clause.via, raw.missing)
                alike.setdefault(key, []).append(raw._replace(rights=rights))
        rows = [self._row(raws, side) for raws in alike.values()]
        return tuple(sorted(rows, key=lambda row: (bool(row.missing), row.rules[0].number)))

    def _one_family(self) -> int:
        addresses = self._access.universe.addresses
        return addresses[V4].all | addresses[V6].all

    def _row(self, raws: list[_Raw], side: Side) -> Reach:
        atoms = 0
        for raw in raws:
            atoms |= raw.atoms
        words = tuple(dict.fromkeys(raw.word for raw in raws if raw.word and not is_self(raw.word)))
        rules = {raw.clause.number: raw.clause for raw in raws}
        first = raws[0]
        return Reach(
            self._namer.name(atoms, side, words),
            first.rights,
            first.permissions,
            first.clause.postures,
            first.clause.via,
            first.missing,
            tuple(rules[number] for number in sorted(rules)),
        )


def may_own(subject: Subject) -> bool:
    """Tell whether a subject may have devices of its own here: those of a guest are in another tailnet."""
    match subject.identity:
        case Person(_, is_shared):
            return not is_shared
        case identity:
            return isinstance(identity, Stranger)


def _over(atoms: AtomSet, version: int) -> int:
    return atoms.both | (atoms.v4 if version == V4 else atoms.v6)


def _joined(found: Iterable[_Raw]) -> list[_Raw]:
    """Join what one word of one rule gives over either family."""
    joined: dict[object, _Raw] = {}
    for raw in found:
        key = (raw.clause.number, raw.word, raw.missing, raw.permissions)
        known = joined.get(key)
        if known is None:
            joined[key] = raw
        else:
            rights = union(known.rights, raw.rights)
            joined[key] = known._replace(atoms=known.atoms | raw.atoms, rights=rights)
    return list(joined.values())
