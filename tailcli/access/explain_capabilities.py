"""The application capabilities that one source has on one destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_question import Question
from tailcli.access.match_subject import Nobody, Service
from tailcli.access.match_truth import Truth, all_of, any_of
from tailcli.access.permissions import Permission, permissions
from tailcli.policy.model import Grant
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.match_clauses import Clause
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import Rules
    from tailcli.access.match_subject import Subject


class CapabilityAnswer(NamedTuple):
    """What one grant permits the source on the destination, and whether it surely does."""

    clause: Clause
    truth: Truth
    permissions: tuple[Permission, ...]
    missing: tuple[MissingFact, ...] = ()


def capability_answers(rules: Rules, source: Subject, destination: Subject) -> tuple[CapabilityAnswer, ...]:
    """Return the grants that give, or may give, application capabilities between the two.

    Capabilities reach devices, never what lies behind them; a grant with ``via`` gives none.
    """
    if isinstance(destination.identity, Nobody | Service):
        return ()
    found: dict[int, CapabilityAnswer] = {}
    question = Question(source, destination)
    for version in source.families:
        for number, (part, openings) in rules.candidates(question, version):
            clause = rules.clauses[number]
            if not isinstance(clause.rule, Grant) or not clause.rule.app or clause.via:
                continue
            posture = rules.posture(clause, question)
            reached = any_of(match.truth for _, match in openings)
            truth = all_of((part.match.truth, reached, posture.truth))
            if truth is not Truth.NO and number not in found:
                matches = (part.match, *(match for _, match in openings), posture)
                facts = dict.fromkeys(fact for match in matches for fact in match.missing)
                missing = tuple(facts) if truth is Truth.UNKNOWN else ()
                given = tuple(p for capability in clause.rule.app for p in permissions(capability))
                found[number] = CapabilityAnswer(clause, truth, given, missing)
    return tuple(found[number] for number in sorted(found))
