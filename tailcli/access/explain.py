"""Why an answer is what it is: the chain from a subject to the word of a rule, and near misses.

Every step has a place in the policy where there is one.
"""

from __future__ import annotations

from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from tailcli.access.match import NO
from tailcli.access.match_question import RuleAnswer, opens
from tailcli.access.match_subject import Carrier, Person
from tailcli.access.match_truth import Truth
from tailcli.access.ranges import Ranges, intersect, union
from tailcli.access.traffic import FAMILY_LINE
from tailcli.policy.selectors import (
    Autogroup,
    DomainUsers,
    GroupName,
    IpSetName,
    Wildcard,
    parse_selector,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from tailcli.access.match import Match
    from tailcli.access.match_clauses import Clause, Opening
    from tailcli.access.match_question import Question, Rules
    from tailcli.access.match_ssh import SshQuestion, SshRuleAnswer, SshRules
    from tailcli.access.match_subject import Subject
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy
    from tailcli.source.text import Span

NEAREST = 3
SEARCHED = 1000  # rules for the destination, and as many for others; a hint is not worth more


class Step(NamedTuple):
    """One link of a chain: a clause, and where the policy says so (None: it is so anyway)."""

    text: str
    span: Span | None = None


class Side(Enum):
    """What of a rule can keep a question out; the value is its name in machine formats."""

    TRAFFIC = "traffic"
    POSTURE = "posture"
    SOURCE = "src"
    DESTINATION = "dst"
    LOGIN = "login"


class NearMiss(NamedTuple):
    """A rule that does not allow it, and why; ``answer`` holds what the rest of the rule says."""

    answer: RuleAnswer
    missed: tuple[Side, ...]


class Places:
    """Where a policy defines its names."""

    __slots__ = ("_groups", "_hosts", "_ipsets", "_members")

    def __init__(self, policy: Policy) -> None:
        self._groups = {group.name.value: group.name for group in policy.groups}
        self._members = {
            (group.name.value, member.value.strip()): member
            for group in policy.groups
            for member in group.members
        }
        self._hosts = {host.name.value: host.name for host in policy.hosts}
        self._ipsets = {ipset.name.value: ipset.name for ipset in policy.ipsets}

    def chain(self, subject: Subject, text: str) -> tuple[Step, ...]:
        """Return the steps from a subject to the selector of a rule that covers it; none for itself."""
        word = text.strip()
        first = self._device(subject)
        host = self._hosts.get(subject.text)
        if host is not None and subject.is_literal:
            first = (*first, Step(f"{subject.text} is a host", host.span))
        return first if word == subject.text else (*first, *self._reason(subject, word))

    def _device(self, subject: Subject) -> tuple[Step, ...]:
        if subject.device is None:
            return ()
        identity = subject.identity
        if isinstance(identity, Person):
            return (Step(f"{subject.text} belongs to {identity.login}"),)
        if isinstance(identity, Carrier):
            return (Step(f"{subject.text} carries {', '.join(identity.tags)}"),)
        return ()

    def _reason(self, subject: Subject, word: str) -> tuple[Step, ...]:
        who = subject.identity.login if isinstance(subject.identity, Person) else subject.text
        if word == who or _carries(subject, word):
            return ()
        text, node = self._link(who, word)
        return (Step(text, node and node.span),)

    def _link(self, who: str, word: str) -> tuple[str, String | None]:
        match parse_selector(word):
            case GroupName(name):
                return f"{who} is in {name}", self._members.get((name, who)) or self._groups.get(name)
            case Wildcard():
                return f"* covers {who}", None
            case Autogroup(name):
                return _AUTOGROUPS.get(name, "{who} is in autogroup:{name}").format(who=who, name=name), None
            case DomainUsers(domain):
                return f"{who} has a login of {domain}", None
            case IpSetName(name):
                return f"{who} is in {name}", self._ipsets.get(name)
            case _:
                return f"{word} covers {who}", self._hosts.get(word)


def _carries(subject: Subject, word: str) -> bool:
    return isinstance(subject.identity, Carrier) and word in subject.identity.tags


_AUTOGROUPS = {
    "member": "{who} is a member of the tailnet",
    "self": "both ends belong to {who}",
    "tagged": "{who} carries a tag",
}


def near_misses(rules: Rules, question: Question, limit: int = NEAREST) -> tuple[NearMiss, ...]:
    """Return rules that come nearest to an answer that is not yes: those with the fewest reasons.

    Of the first thousand rules for the destination all are looked at, and of the first thousand of all rules
    those for other destinations that let the source through with what is asked for.
    """
    found: dict[int, NearMiss] = {}
    for version in question.source.families:
        if version not in question.destination.families:
            continue
        reached = rules.destinations(question.destination, version)
        elsewhere = islice(_elsewhere(rules, question, version, reached), limit)
        for number in (*islice(reached, SEARCHED), *elsewhere):
            answer = _judged(rules, question, version, number)
            if missed := _missed(answer):
                _keep(found, NearMiss(answer, missed))
    return _nearest(found.values(), limit)


def _elsewhere(rules: Rules, question: Question, version: int, reached: Container[int]) -> Iterator[int]:
    """Yield the rules that open the traffic for the source, but to other destinations."""
    opened: dict[Ranges, bool] = {}
    for clause in rules.clauses[:SEARCHED]:
        if clause.number in reached:
            continue
        for opening in clause.openings:
            if opening.traffic not in opened:
                part = intersect(opening.traffic, FAMILY_LINE[version])
                opened[opening.traffic] = opens(part, version, question).truth is Truth.YES
        if not any(opened[opening.traffic] for opening in clause.openings):
            continue
        if rules.source(clause.number, question.source, version).match.truth is not Truth.NO:
            yield clause.number


def _keep(found: dict[int, NearMiss], miss: NearMiss) -> None:
    """Keep for each rule the family over which it comes nearer, with the traffic of both."""
    number = miss.answer.clause.number
    known = found.get(number)
    if known is None:
        found[number] = miss
        return
    best = min(known, miss, key=lambda one: len(one.missed))
    opened = union(known.answer.opened, miss.answer.opened)
    found[number] = NearMiss(best.answer._replace(opened=opened), best.missed)


def _nearest(misses: Iterable[NearMiss], limit: int) -> tuple[NearMiss, ...]:
    ordered = sorted(misses, key=lambda miss: (len(miss.missed), _weight(miss), miss.answer.clause.number))
    least = len(ordered[0].missed) if ordered else 0
    return tuple(miss for miss in ordered[:limit] if len(miss.missed) == least)


class SshNearMiss(NamedTuple):
    """An SSH rule that does not match, and why."""

    answer: SshRuleAnswer
    missed: tuple[Side, ...]


def ssh_near_misses(ssh: SshRules, question: SshQuestion, limit: int = NEAREST) -> tuple[SshNearMiss, ...]:
    """Return the SSH rules that come nearest, in the order of asking: fewest reasons first."""
    found = []
    for terms, rule in islice(ssh.asked, SEARCHED):
        answer = ssh.judge(question, terms, rule)
        sides = (
            (Side.SOURCE, answer.source.match.truth),
            (Side.DESTINATION, answer.destination.match.truth),
            (Side.LOGIN, answer.login.match.truth),
            (Side.POSTURE, answer.posture.truth),
        )
        missed = tuple(side for side, truth in sides if truth is Truth.NO)
        if 0 < len(missed) < len(sides) - 1:
            found.append(SshNearMiss(answer, missed))
    least = min((len(miss.missed) for miss in found), default=0)
    return tuple(miss for miss in found if len(miss.missed) == least)[:limit]


def _judged(rules: Rules, question: Question, version: int, number: int) -> RuleAnswer:
    """Judge one rule, a destination that does not match being judged by its traffic alone."""
    clause = rules.clauses[number]
    source = rules.source(number, question.source, version)
    openings = rules.destinations(question.destination, version).get(number) or _missed_openings(clause)
    return rules.judge(question, version, number, (source, openings))


def _missed_openings(clause: Clause) -> list[tuple[Opening, Match]]:
    return [(opening, NO) for opening in clause.openings]


def _missed(answer: RuleAnswer) -> tuple[Side, ...]:
    sides = [
        (Side.SOURCE, answer.source.match.truth),
        (Side.DESTINATION, answer.destination.match.truth),
        (Side.TRAFFIC, answer.ports.truth),
        (Side.POSTURE, answer.posture.truth),
    ]
    return tuple(side for side, truth in sides if truth is Truth.NO)


def _weight(miss: NearMiss) -> int:
    """Between equally near rules: wrong ports before a wrong destination before a wrong source."""
    order = (Side.TRAFFIC, Side.POSTURE, Side.DESTINATION, Side.SOURCE, Side.LOGIN)
    return max(order.index(side) for side in miss.missed)
