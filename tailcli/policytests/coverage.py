"""Which access rules the tests of a policy exercise, and which they would miss.

A rule is exercised by an assertion that it allows. Its removal is noticed if some assertion that passes
would then no longer pass: that is so where no other rule allows the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_question import RuleAnswer
from tailcli.access.match_truth import Truth
from tailcli.policytests.results import Status
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.content import AccessRule
    from tailcli.policytests.results import Assertion, Run


class RuleCoverage(NamedTuple):
    """One access rule: whether a test exercises it, and whether one would notice if it were removed."""

    name: str
    rule: AccessRule
    is_exercised: bool
    is_noticed: bool


def coverage(run: Run) -> tuple[RuleCoverage, ...]:
    """Return the coverage of every grant and ACL rule that opens traffic, in the order of evaluation.

    Rules that only give application capabilities are left out: ``tests`` cannot ask for these.
    """
    exercised: set[int] = set()
    noticed: set[int] = set()
    for entry in run.entries:
        for assertion in entry.assertions:
            exercised |= _allowing(assertion)
            noticed |= assertion.needed
    return tuple(
        RuleCoverage(clause.name, clause.rule, clause.number in exercised, clause.number in noticed)
        for clause in run.clauses
        if clause.rule is not None and any(opening.traffic for opening in clause.openings)
    )


def _allowing(assertion: Assertion) -> set[int]:
    if assertion.status is Status.UNKNOWN and assertion.fault is None:
        return set()
    return {
        rule.clause.number
        for rule in assertion.rules
        if isinstance(rule, RuleAnswer) and rule.truth is Truth.YES
    }
