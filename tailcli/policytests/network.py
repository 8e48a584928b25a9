"""Entries of ``tests``: whether a source reaches destinations (docs/semantics.md, "Policy tests").

Whatever is malformed makes its entry fail; the control plane has no message of its own for any of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_lookup import NotFound
from tailcli.access.match_question import Question
from tailcli.access.match_subject import Member
from tailcli.access.match_truth import Truth, agreed
from tailcli.policy.faults import Fault as TextFault
from tailcli.policy.faults import quote
from tailcli.policy.ports import parse_acl_protocol
from tailcli.policy.selectors import Autogroup, Wildcard, parse_selector
from tailcli.policytests.groups import doubt, is_untold, result_of, stand_in
from tailcli.policytests.posture import posture_attributes
from tailcli.policytests.results import Assertion, EntryResult, Fault, Status
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.explain import NearMiss
    from tailcli.access.match_lookup import Lookup
    from tailcli.access.match_question import Answer, RuleAnswer, Rules
    from tailcli.access.match_subject import Attributes, Subject
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import PolicyTest

TCP_OR_UDP = (6, 17)
MAX_PORT = 65535
SEARCHES = 10
SEARCHED_RULES = 30_000
"""How many failures are explained by rules that come near: 10, in small policies as many as rules allow."""
_BY_ITSELF = "the group by itself"
_ONE_PORT = "a test asks about one port: write the destination once for each"


class Target(NamedTuple):
    """What an assertion is about."""

    subjects: tuple[Subject, ...]
    port: int


class NetworkTests:
    """Judges the entries of ``tests`` of one policy.

    Only the first failures of a large policy are searched for rules that come near: after an edit that breaks
    hundreds of tests the others would tell the same, and each search walks through the rules.
    """

    __slots__ = ("_lookup", "_rules", "_searches")

    def __init__(self, rules: Rules, lookup: Lookup) -> None:
        self._rules = rules
        self._lookup = lookup
        self._searches = max(SEARCHES, SEARCHED_RULES // max(1, len(rules.clauses)))

    def judge(self, entry: PolicyTest) -> EntryResult:
        """Return the result of one entry."""
        prepared = self._prepare(entry)
        if isinstance(prepared, Fault):
            return EntryResult("tests", entry, Status.FAIL, fault=prepared)
        assertions = tuple(self._assert(node, expected, *prepared) for expected, node in _asserted(entry))
        return result_of("tests", entry, assertions, doubt(self._lookup, entry.src))

    def _prepare(self, entry: PolicyTest) -> tuple[tuple[Subject, ...], tuple[int, ...], Attributes] | Fault:
        if entry.src is None or not entry.src.value.strip():
            return Fault("the test has no source", entry.src.span if entry.src else entry.node.span)
        if not entry.accept and not entry.deny:
            return Fault("the test asserts nothing: it has neither accept nor deny", entry.node.span)
        sources = self._source(entry.src)
        if isinstance(sources, Fault):
            return sources
        protocols = _protocols(entry.proto)
        if isinstance(protocols, Fault):
            return protocols
        return sources, protocols, posture_attributes(entry.src_posture_attrs)

    def _source(self, node: String) -> tuple[Subject, ...] | Fault:
        if isinstance(parse_selector(node.value), Wildcard | Autogroup):
            message = f"{quote(node.value)} cannot be the source of a test"
            return Fault(message, node.span, "name one user, group, tag, host or address")
        whole = stand_in(self._lookup, node)
        if whole is not None and is_untold(whole):
            return (whole,)
        found = self._find(node, node.value)
        return found if isinstance(found, Fault) or whole is None else (*found, whole)

    def _find(self, node: String, text: str) -> tuple[Subject, ...] | Fault:
        found = self._lookup.find(text)
        if isinstance(found, NotFound):
            hint = f"did you mean {found.suggestion}?" if found.suggestion else None
            return Fault(found.reason, node.span, hint, is_undefined=True)
        for subject in found:
            if subject.is_literal and not all(a.is_single for a in subject.addresses or ()):
                message = f"{quote(text)} is more than one address, which a test cannot ask about"
                return Fault(message, node.span, "name one address in it")
            if text.strip() != subject.text and subject.is_literal and "/" in text:
                return Fault(f"{quote(text)} is a CIDR, which a test cannot ask about", node.span)
        if "/" in text and found and found[0].is_literal:
            return Fault(f"{quote(text)} is a CIDR, which a test cannot ask about", node.span)
        return found

    def _target(self, node: String) -> Target | Fault:
        text = node.value.strip()
        host, colon, port = text.rpartition(":")
        if not colon or host in {"autogroup", "tag", "group", "svc"}:
            return Fault(f"{quote(text)} has no port", node.span, "write the port after a colon")
        if not (port.isascii() and port.isdigit()) or int(port[:9]) > MAX_PORT:
            return Fault(f"{quote(port)} is not a single port from 0 to {MAX_PORT}", node.span, _ONE_PORT)
        bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        if isinstance(parse_selector(bare), Wildcard | Autogroup):
            message = f"{quote(bare)} cannot be the destination of a test"
            return Fault(message, node.span, "name one user, group, tag, host or address")
        found = self._find(node, bare)
        return found if isinstance(found, Fault) else Target(found, int(port))

    def _assert(
        self,
        node: String,
        expected: str,
        sources: tuple[Subject, ...],
        protocols: tuple[int, ...],
        attributes: Attributes,
    ) -> Assertion:
        target = self._target(node)
        if isinstance(target, Fault):
            return Assertion(expected, node, Status.FAIL, fault=target)
        questions = [
            Question(source, destination, protocols, target.port, attributes, by_filter=False)
            for source in sources
            for destination in target.subjects
        ]
        answers = [(question, self._rules.answer(question)) for question in questions]
        for question, answer in answers:
            if not answer.by_family:
                return _no_family(node, expected, question)
        return self._compared(node, expected, answers)

    def _compared(self, node: String, expected: str, answers: list[tuple[Question, Answer]]) -> Assertion:
        truths = [_truth(answer) for _, answer in answers]
        truth = agreed(truths)
        found = Assertion(expected, node, Status.UNKNOWN, rules=_rules(answers), ends=_ends(answers))
        if truth is Truth.UNKNOWN:
            missing = tuple(dict.fromkeys(_missing(answers, truths)))
            return found._replace(actual="allowed or denied", missing=missing)
        allowed = truth is Truth.YES
        status = Status.PASS if allowed is (expected == "accept") else Status.FAIL
        if allowed:
            needed = _needed(answers) if status is Status.PASS else frozenset()
            return found._replace(status=status, actual="allowed", needed=needed)
        near = self._near_misses(answers[0][0]) if status is Status.FAIL else ()
        return found._replace(status=status, actual="denied", near=near, rules=())

    def _near_misses(self, question: Question) -> tuple[NearMiss, ...]:
        """Explain a failure, as long as the effort lasts; what explains is loaded when there is one."""
        if not self._searches:
            return ()
        from tailcli.access.explain import near_misses

        self._searches -= 1
        return near_misses(self._rules, question)


def _rules(answers: list[tuple[Question, Answer]]) -> tuple[RuleAnswer, ...]:
    """The rules that say yes or do not know to any of the questions, each once."""
    by_number = {r.clause.number: r for _, answer in reversed(answers) for r in reversed(answer.rules)}
    return tuple(by_number[number] for number in sorted(by_number))


def _ends(answers: list[tuple[Question, Answer]]) -> tuple[Subject, Subject]:
    question, _ = answers[0]
    return question.source, question.destination


def _asserted(entry: PolicyTest) -> Iterator[tuple[str, String]]:
    yield from (("accept", node) for node in entry.accept)
    yield from (("deny", node) for node in entry.deny)


def _protocols(node: String | None) -> tuple[int, ...] | Fault:
    if node is None:
        return TCP_OR_UDP
    number = parse_acl_protocol(node.value)
    if isinstance(number, TextFault):
        return Fault(number.message, node.span, number.hint)
    return TCP_OR_UDP if number is None else (number,)


def _no_family(node: String, expected: str, question: Question) -> Assertion:
    """The two ends share no address family: even a ``deny`` fails then."""
    ends = f"{quote(question.source.text)} and {quote(question.destination.text)}"
    message = f"{ends} are of different address families"
    fault = Fault(message, node.span, "a test across families fails whatever it expects")
    return Assertion(expected, node, Status.FAIL, fault=fault)


def _truth(answer: Answer) -> Truth:
    return agreed(answer.by_family.values())


def _missing(answers: list[tuple[Question, Answer]], truths: list[Truth]) -> Iterator[MissingFact]:
    """The facts that would settle the questions that are open, or what they disagree about."""
    open_ones = [pair for pair, truth in zip(answers, truths, strict=True) if truth is Truth.UNKNOWN]
    for question, answer in open_ones:
        facts = [f for rule in answer.rules if rule.truth is Truth.UNKNOWN for f in rule.missing]
        yield from facts or (_families(question, answer),)
    if not open_ones:
        yield _disagreement(answers, truths)


def _needed(answers: list[tuple[Question, Answer]]) -> frozenset[int]:
    """The rules that alone allow one of the questions over one family."""
    found = set()
    for _, answer in answers:
        for version in answer.by_family:
            allowing = [rule for rule in answer.allowing if version in rule.families]
            if len(allowing) == 1:
                found.add(allowing[0].clause.number)
    return frozenset(found)


def _families(question: Question, answer: Answer) -> MissingFact:
    allowed = next(v for v, truth in answer.by_family.items() if truth is Truth.YES)
    return MissingFact(FactKind.FAMILY, question.destination.text, f"IPv{allowed}, the only family allowed")


def _disagreement(answers: list[tuple[Question, Answer]], truths: list[Truth]) -> MissingFact:
    allowed = next(q for (q, _), truth in zip(answers, truths, strict=True) if truth is Truth.YES)
    denied = next(q for (q, _), truth in zip(answers, truths, strict=True) if truth is Truth.NO)
    ends = [_BY_ITSELF if _is_group(q) else q.source.text for q in (allowed, denied)]
    if ends[0] == ends[1]:
        ends = [allowed.destination.text, denied.destination.text]
    group = next((q.source.text for q in (allowed, denied) if _is_group(q)), "")
    whose = f"{group} and its members" if group else "the group's members"
    return MissingFact(FactKind.MEMBER, whose, f"allowed: {ends[0]}, denied: {ends[1]}")


def _is_group(question: Question) -> bool:
    return isinstance(question.source.identity, Member)
