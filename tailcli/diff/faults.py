"""What the checks find on each side, without checking twice what did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tailcli.policy.check import check
from tailcli.policy.check.definitions import may_spell_legacy
from tailcli.policy.model import AclRule, Grant, SshRule
from tailcli.policy.unchanged import changed_sections, unchanged_rules

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem
    from tailcli.source.ends import Ends

Rule = TypeVar("Rule", Grant, AclRule, SshRule)


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
    if old is None or ends is None or before or not _knows_names_of(new, old):
        return before, check(new, domains)
    return before, check(_changed(old, new, ends), domains)


def _knows_names_of(new: Policy, old: Policy) -> bool:
    """Tell whether every name of the old version is known: then no kept rule is worse than it was.

    What a check says of a rule depends on which names there are, not on what they stand for. A new host may
    take the place of what another word stood for.
    """
    before, after = _names(old), _names(new)
    return all(one <= other for one, other in zip(before, after, strict=True)) and before[0] == after[0]


def _names(policy: Policy) -> list[set[str]]:
    sections = (policy.hosts, policy.groups, policy.tag_owners, policy.ipsets, policy.postures)
    return [{one.name.value.strip() for one in section} for section in sections]


def _changed(old: Policy, new: Policy, ends: Ends) -> Policy:
    """Leave out the sections and rules that did not change: nothing was found in them.

    What is said of them depends on them and on the names that the policy defines; only how the members'
    autogroup is spelt concerns the file as a whole.
    """
    if may_spell_legacy(new.document.source.text):
        return new
    return new._replace(
        sections=changed_sections(old, new, ends),
        grants=_changed_rules(old.grants or (), new.grants or (), ends),
        acls=_changed_rules(old.acls or (), new.acls or (), ends),
        ssh=_changed_rules(old.ssh, new.ssh, ends),
    )


def _changed_rules(old: tuple[Rule, ...], new: tuple[Rule, ...], ends: Ends) -> tuple[Rule, ...]:
    first, last = unchanged_rules(old, new, ends)
    return new[first : len(new) - last]
