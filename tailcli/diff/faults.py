"""What the checks find on each side, without checking twice what did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tailcli.policy.autogroups import LEGACY_MEMBERS
from tailcli.policy.check import check
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.unchanged import changed_sections, unchanged_rules

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem
    from tailcli.source.ends import Ends

Rule = TypeVar("Rule", Grant, AclRule)


def faults(
    old: Policy | None, new: Policy | None, ends: Ends | None, domains: tuple[str, ...] | None = None
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems of the old version and of the new one; a side that is not there has none.

    ``ends`` is what the texts of the two share, None if one is not there; ``domains`` are the tailnet's own,
    None where nobody told.
    """
    before = () if old is None else check(old, domains)
    if new is None:
        return before, ()
    if old is None or ends is None or before or _names(old) != _names(new):
        return before, check(new, domains)
    return before, check(_changed(old, new, ends), domains)


def _names(policy: Policy) -> list[set[str]]:
    """Return the names that a policy defines: what a check says does not depend on what they stand for."""
    sections = (policy.groups, policy.tag_owners, policy.hosts, policy.ipsets, policy.postures)
    return [{one.name.value for one in section} for section in sections]


def _changed(old: Policy, new: Policy, ends: Ends) -> Policy:
    """Leave out the sections and access rules that did not change: nothing was found in them.

    What is said of them depends on them and on the names that the policy defines; only how the members'
    autogroup is spelt concerns the file as a whole.
    """
    if LEGACY_MEMBERS in new.document.source.text:
        return new
    return new._replace(
        sections=changed_sections(old, new, ends),
        grants=_changed_rules(old.grants, new.grants, ends),
        acls=_changed_rules(old.acls, new.acls, ends),
    )


def _changed_rules(
    old: tuple[Rule, ...] | None, new: tuple[Rule, ...] | None, ends: Ends
) -> tuple[Rule, ...] | None:
    if old is None or new is None:
        return new
    first, last = unchanged_rules(old, new, ends)
    return new[first : len(new) - last]
