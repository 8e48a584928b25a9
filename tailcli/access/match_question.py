"""One question put to all access rules: may this source reach that destination, and by which rule.

Every rule is looked at by its words: a word that several rules use is judged once for each subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access import networks
from tailcli.access.content import is_self
from tailcli.access.definitions import Definitions
from tailcli.access.match import NO, YES, Match, Matcher, own
from tailcli.access.match_clauses import Clause, Index, Opening, Word, clauses
from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_known import Known
from tailcli.access.match_posture import posture_match
from tailcli.access.match_subject import Carrier, Member, Person
from tailcli.access.match_truth import Truth, all_of, any_of
from tailcli.access.ranges import EMPTY, Ranges, contains, intersect, of, overlaps, union
from tailcli.access.traffic import FAMILY_LINE, PORTS, place
from tailcli.policy.ports import PROTOCOLS_WITH_PORTS
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.access.match_subject import Attributes, Subject
    from tailcli.policy.model import Policy

PING = frozenset({1, 58})


class Question(NamedTuple):
    """What is asked.

    Attributes:
        protocols: any of these will do; None for any protocol that the port can belong to.
        port: None for any port.
        attributes: the whole posture attributes of the source's device; None where only the subject's count.
        by_filter: whether a device's packet filter is asked, which lets ping through wherever any rule
            matches the addresses, or the control plane's own test of a policy.
    """

    source: Subject
    destination: Subject
    protocols: tuple[int, ...] | None = None
    port: int | None = None
    attributes: Attributes | None = None
    by_filter: bool = True


class Part(NamedTuple):
    """What one side of a rule says: the answer, and the word that gave it (None where none did)."""

    match: Match
    word: Word | None = None


Sides: TypeAlias = "tuple[Part, list[tuple[Opening, Match]]]"
"""What the source of a rule says, and each of its destinations that counts."""


class RuleAnswer(NamedTuple):
    """What one rule says to a question.

    Attributes:
        opened: the traffic that the rule opens between the two, asked for or not.
        families: the address families in which this is its answer.
    """

    clause: Clause
    truth: Truth
    source: Part
    destination: Part
    ports: Match
    posture: Match
    opened: Ranges
    families: tuple[int, ...]

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that the answer turns on."""
        parts = (self.source.match, self.destination.match, self.ports, self.posture)
        return tuple(dict.fromkeys(fact for match in parts for fact in match.missing))


class Answer(NamedTuple):
    """What all rules say: for each family of addresses, and the rules that say yes or do not know."""

    by_family: dict[int, Truth]
    rules: tuple[RuleAnswer, ...]

    @property
    def truth(self) -> Truth:
        """Whether the source reaches the destination over either family."""
        return any_of(self.by_family.values())

    @property
    def allowing(self) -> tuple[RuleAnswer, ...]:
        """The rules that allow it, whatever else is so."""
        return tuple(rule for rule in self.rules if rule.truth is Truth.YES)

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts on which the answer turns; none where it is certain."""
        if self.truth is not Truth.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(fact for rule in self.rules for fact in rule.missing))


class Rules:
    """The access rules of one policy, ready for any number of questions.

    Attributes:
        clauses: the rules in the order in which they are asked.
        matcher: judges single selectors.
        known: what the inventory tells.
    """

    __slots__ = (
        "_asked",
        "_extents",
        "_from",
        "_index",
        "_to",
        "_words",
        "clauses",
        "definitions",
        "known",
        "matcher",
    )

    def __init__(self, policy: Policy, inventory: Inventory | None = None) -> None:
        self.definitions = Definitions(policy)
        self.known = Known(inventory)
        self.matcher = Matcher(self.definitions, self.known)
        self.clauses = clauses(policy)
        self._index = Index(self.clauses)
        self._from: dict[tuple[Subject, int], dict[str, Match]] = {}
        self._asked: tuple[Subject, int] | None = None
        self._words: dict[str, Match] = {}
        self._extents: dict[int, list[tuple[str, int, int]]] = {}
        self._to: dict[tuple[Subject, int], dict[int, list[tuple[Opening, Match]]]] = {}

    def answer(self, question: Question) -> Answer:
        """Put a question to every rule."""
        found: dict[tuple[int, Truth], RuleAnswer] = {}
        by_family: dict[int, Truth] = {}
        for version in question.source.families:
            if version not in question.destination.families:
                continue
            answers = self._over(question, version)
            by_family[version] = any_of(answer.truth for answer in answers)
            for answer in answers:
                _add(found, answer)
        return Answer(by_family, tuple(sorted(found.values(), key=lambda answer: answer.clause.number)))

    def _over(self, question: Question, version: int) -> list[RuleAnswer]:
        answers = [
            self.judge(question, version, number, sides)
            for number, sides in self.candidates(question, version)
        ]
        return [answer for answer in answers if answer.truth is not Truth.NO]

    def candidates(self, question: Question, version: int) -> Iterator[tuple[int, Sides]]:
        """Yield the rules both of whose sides match or may match, with what the sides say, in order."""
        reached = self.destinations(question.destination, version)
        own_reached = self._own(question)
        for number in sorted({*reached, *own_reached}):
            source = self.source(number, question.source, version)
            if source.match.truth is not Truth.NO:
                yield number, (source, [*reached.get(number, ()), *own_reached.get(number, ())])

    def source(self, number: int, subject: Subject, version: int) -> Part:
        """Return what the source of one rule says of a subject."""
        found: Part | None = None
        for word in self.clauses[number].sources:
            match = self._source_word(word.text, subject, version)
            if match.truth is Truth.YES:
                return Part(match, word)
            if match.truth is Truth.UNKNOWN:
                found = _better(found, Part(match, word))
        return found or Part(NO)

    def sources(self, subject: Subject, version: int) -> dict[int, Part]:
        """Return the rules that have the subject as a source, or may have it, with the word that says so."""
        numbers = {
            number
            for text, uses in self._index.sources.items()
            if self._source_word(text, subject, version).truth is not Truth.NO
            for number, _ in uses
        }
        return {number: self.source(number, subject, version) for number in sorted(numbers)}

    def _source_word(self, text: str, subject: Subject, version: int) -> Match:
        """Judge a word once for each subject: many rules use the same."""
        if self._asked != (subject, version):
            self._asked = subject, version
            self._words = self._from.setdefault(self._asked, {})
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = self.matcher.source(text, subject, version)
        return found

    def destinations(self, subject: Subject, version: int) -> dict[int, list[tuple[Opening, Match]]]:
        """Return the rules that have the subject as a destination, or may, without ``autogroup:self``."""
        found = self._to.get((subject, version))
        if found is None:
            found = self._to[subject, version] = {}
            for text in self._possible(subject, version):
                match = self.matcher.destination(text, subject, version)
                if match.truth is not Truth.NO:
                    for number, opening in self._index.destinations[text]:
                        if not (self.clauses[number].via and _is_no_route(subject)):
                            found.setdefault(number, []).append((opening, match))
        return found

    def _possible(self, subject: Subject, version: int) -> Iterator[str]:
        """Yield the words that may cover a destination: of addresses and tags only those around it."""
        asked = of((a.first, a.last + 1) for a in subject.addresses or () if a.version == version)
        around = asked if subject.is_literal else networks.TAILNET[version]
        first, end = (around[0][0], around[-1][1]) if around else (0, 0)
        carried = _carried(subject)
        for text, low, high in self._spans(version):
            if carried is not None and text.startswith("tag:") and text.strip() not in carried:
                continue  # not worth a question: there may be thousands of tags
            if low < end and first < high:
                yield text

    def _spans(self, version: int) -> list[tuple[str, int, int]]:
        """Return the words of destinations, each with the lowest and highest address that it can cover."""
        found = self._extents.get(version)
        if found is None:
            found = self._extents[version] = []
            whole = networks.ALL[version]
            for text in self._index.destinations:
                named = self.matcher.addresses(text, version)
                ranges = whole if named is None else named
                if ranges and not is_self(text):
                    found.append((text, ranges[0][0], ranges[-1][1]))
        return found

    def _own(self, question: Question) -> dict[int, list[tuple[Opening, Match]]]:
        match = own(question.source, question.destination)
        found: dict[int, list[tuple[Opening, Match]]] = {}
        if match.truth is Truth.NO:
            return found
        for text, uses in self._index.destinations.items():
            if is_self(text):
                for number, opening in uses:
                    found.setdefault(number, []).append((opening, match))
        return found

    def judge(
        self,
        question: Question,
        version: int,
        number: int,
        sides: Sides,
    ) -> RuleAnswer:
        """Return what one rule says, given what its sides say."""
        clause = self.clauses[number]
        source, openings = sides
        posture = self.posture(clause, question)
        opened = EMPTY
        best: tuple[Truth, Part, Match] | None = None
        for opening, match in openings:
            part = intersect(opening.traffic, FAMILY_LINE[version])
            opened = union(opened, part)
            ports = opens(part, version, question)
            truth = all_of((match.truth, ports.truth))
            if best is None or _RANK[truth] > _RANK[best[0]]:
                best = truth, Part(match, opening.word), ports
        truth, destination, ports = best or (Truth.NO, Part(NO), NO)
        whole = all_of((source.match.truth, truth, posture.truth))
        return RuleAnswer(clause, whole, source, destination, ports, posture, opened, (version,))

    def posture(self, clause: Clause, question: Question) -> Match:
        """Tell whether the source meets what the rule asks of its device."""
        if not clause.postures:
            return YES
        return posture_match(clause.postures, self.definitions.postures, question.source, question.attributes)


def _better(known: Part | None, part: Part) -> Part:
    """Return the part that says yes; of two that do not know, the first with the facts of both."""
    if known is None or part.match.truth is Truth.YES:
        return part
    if known.match.truth is Truth.YES:
        return known
    return known._replace(match=Match(Truth.UNKNOWN, known.match.missing + part.match.missing))


_RANK = {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}


def _carried(subject: Subject) -> tuple[str, ...] | None:
    """Return the tags that a subject carries; None where they are not known."""
    match subject.identity:
        case Carrier(tags):
            return tags
        case Person() | Member():
            return ()
        case _:
            return None


def _is_no_route(subject: Subject) -> bool:
    """Whether ``via`` cannot lead there: it takes traffic to addresses behind a router, never to a device."""
    return subject.is_device or not subject.is_literal


def _add(found: dict[tuple[int, Truth], RuleAnswer], answer: RuleAnswer) -> None:
    key = (answer.clause.number, answer.truth)
    known = found.get(key)
    if known is None:
        found[key] = answer
    else:
        families = (*known.families, *answer.families)
        found[key] = known._replace(opened=union(known.opened, answer.opened), families=families)


def opens(traffic: Ranges, version: int, question: Question) -> Match:
    """Tell whether the traffic of one family holds what is asked for."""
    if question.protocols is None and question.port is None:
        return YES if traffic else NO
    wanted = sorted(PROTOCOLS_WITH_PORTS) if question.protocols is None else question.protocols
    answers = [_opens(traffic, version, protocol, question) for protocol in wanted]
    truth = any_of(answer.truth for answer in answers)
    return next(answer for answer in answers if answer.truth is truth)


def _opens(traffic: Ranges, version: int, protocol: int, question: Question) -> Match:
    line = ((place(version, protocol, 0), place(version, protocol, PORTS)),)
    if question.by_filter and protocol in PING:
        return YES if traffic else NO
    if question.port is not None and (protocol in PROTOCOLS_WITH_PORTS or not question.by_filter):
        at = place(version, protocol, question.port)
        found = overlaps(traffic, ((at, at + 1),))
        if not found and traffic and protocol in PING:
            fact = MissingFact(FactKind.PING, question.source.text, "icmp")
            return Match(Truth.UNKNOWN, (fact,))
        return YES if found else NO
    if protocol in PROTOCOLS_WITH_PORTS:
        return YES if overlaps(traffic, line) else NO
    return YES if contains(traffic, line) else NO
