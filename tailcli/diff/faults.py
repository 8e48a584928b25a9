"""What the checks find on each side, without checking twice what did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tailcli.access.definitions import Definitions
from tailcli.policy.check import check
from tailcli.policy.model import AclRule, Grant

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

Rule = TypeVar("Rule", Grant, AclRule)


def faults(old: Policy | None, new: Policy | None) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems of the old version and of the new one; a side that is not there has none."""
    before = () if old is None else check(old)
    if new is None:
        return before, ()
    return before, check(new if old is None or before else _changed(old, new))


def _changed(old: Policy, new: Policy) -> Policy:
    """Leave out the access rules that stand in the old version word for word, where none had a problem.

    What a rule's check says depends on the rule and on the names that the policy defines.
    """
    if not Definitions(old).means_the_same(Definitions(new)):
        return new
    known = _texts(old)
    return new._replace(grants=_unknown(new, new.grants, known), acls=_unknown(new, new.acls, known))


def _texts(policy: Policy) -> set[str]:
    rules: list[Grant | AclRule] = [*(policy.grants or ()), *(policy.acls or ())]
    return {policy.document.source.text[rule.node.start : rule.node.end] for rule in rules} - {""}


def _unknown(policy: Policy, rules: tuple[Rule, ...] | None, known: set[str]) -> tuple[Rule, ...] | None:
    text = policy.document.source.text
    if rules is None:
        return None
    return tuple(rule for rule in rules if text[rule.node.start : rule.node.end] not in known)
