"""Why a rule does not allow something, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain import Side, SshNearMiss
from tailcli.access.match_subject import Carrier, Person
from tailcli.access.ranges import Ranges, intersect, union
from tailcli.access.traffic import FAMILY_LINE
from tailcli.access.wording import traffic_words
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.access.explain import NearMiss
    from tailcli.access.match_clauses import Clause
    from tailcli.access.match_question import RuleAnswer
    from tailcli.access.match_ssh import SshRuleAnswer
    from tailcli.access.match_subject import Subject

_FEW = 4


def listed(words: Sequence[str]) -> str:
    """Return a list in words, no more than a few of them: ``a, b and 3 more``."""
    distinct = list(dict.fromkeys(word.strip() for word in words))
    if len(distinct) <= _FEW:
        return ", ".join(distinct)
    return f"{', '.join(distinct[:_FEW])} and {len(distinct) - _FEW} more"


def miss_words(miss: NearMiss | SshNearMiss) -> tuple[str, ...]:
    """Return one clause for each side of a rule that keeps the question out."""
    if isinstance(miss, SshNearMiss):
        return tuple(_ssh_missed(side, miss.answer) for side in miss.missed)
    return tuple(_missed(side, miss.answer, miss.answer.clause) for side in miss.missed)


def _ssh_missed(side: Side, answer: SshRuleAnswer) -> str:
    rule = answer.rule
    match side:
        case Side.SOURCE:
            return f"its src is {listed([node.value for node in rule.src]) or 'empty'}"
        case Side.DESTINATION:
            return f"its dst is {listed([node.value for node in rule.dst]) or 'empty'}"
        case Side.LOGIN | Side.TRAFFIC:
            return f"it opens only {ssh_users(answer)}"
        case Side.POSTURE:
            return "it asks for a posture"


def _missed(side: Side, answer: RuleAnswer, clause: Clause) -> str:
    match side:
        case Side.SOURCE:
            return f"its src is {listed([word.text for word in clause.sources]) or 'empty'}"
        case Side.DESTINATION:
            return f"its dst is {listed([o.word.text for o in clause.openings]) or 'empty'}"
        case Side.TRAFFIC | Side.LOGIN:
            return _ports(answer, clause)
        case Side.POSTURE:
            return f"it asks for {' or '.join(clause.postures)}"


def _ports(answer: RuleAnswer, clause: Clause) -> str:
    if not _opens(clause):
        return "it gives application capabilities only"
    if not answer.opened:
        return "it opens nothing over this address family"
    return f"it opens only {listed(traffic_words(answer.opened))}"


def _opens(clause: Clause) -> bool:
    return any(opening.traffic for opening in clause.openings)


def via_words(clause: Clause) -> str:
    """Return through which routers a rule leads; empty where it does not say."""
    return f"only through {' or '.join(clause.via)}" if clause.via else ""


def posture_words(clause: Clause, *, is_met: bool = False) -> str:
    """Return what a rule asks of the source's device; empty where it asks nothing."""
    if not clause.postures:
        return ""
    lead = "the source needs no posture, or meets one:" if is_met else "only if the device meets"
    return f"{lead} {' or '.join(clause.postures)}"


def subject_words(subject: Subject) -> str:
    """Return who a subject is: its text, with the owner of a device or an address where that is known."""
    identity = subject.identity
    if subject.device is None:
        return subject.text
    if isinstance(identity, Person):
        return f"{subject.text} ({identity.login})"
    return f"{subject.text} ({', '.join(identity.tags)})" if isinstance(identity, Carrier) else subject.text


def ssh_users(answer: SshRuleAnswer) -> str:
    """Return the accounts that an SSH rule opens."""
    return listed([user.value for user in answer.rule.users])


def in_both_families(rights: Ranges) -> Ranges:
    """Return traffic of one family in both: said of addresses, whose family everybody sees."""
    size = FAMILY_LINE[V4][0][1]
    upper = intersect(rights, FAMILY_LINE[V6])
    lower = intersect(rights, FAMILY_LINE[V4])
    low = tuple((first - size, end - size) for first, end in upper)
    high = tuple((first + size, end + size) for first, end in lower)
    return union(union(lower, low), union(upper, high))
