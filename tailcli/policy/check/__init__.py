"""What the control plane would refuse, and what cannot work as it is written.

The decoder has settled the structure; this is about names, references, places, ports and combinations. What
the control plane accepts although it is useless is not reported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.check.acls import check_acls
from tailcli.policy.check.approvers import check_auto_approvers
from tailcli.policy.check.context import Context
from tailcli.policy.check.definitions import (
    check_groups,
    check_hosts,
    check_member_spellings,
    check_tag_owners,
)
from tailcli.policy.check.grants import check_grants
from tailcli.policy.check.ipsets import check_ipsets
from tailcli.policy.check.node_attrs import check_node_attrs
from tailcli.policy.check.postures import check_postures
from tailcli.policy.check.ssh import check_ssh
from tailcli.policy.check.ssh_tests import check_ssh_tests
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

__all__ = ["check", "refused", "server_verdict"]

_CHECKS = (
    check_groups,
    check_tag_owners,
    check_hosts,
    check_ipsets,
    check_postures,
    check_member_spellings,
    check_grants,
    check_acls,
    check_ssh,
    check_node_attrs,
    check_auto_approvers,
    check_ssh_tests,
)


def check(policy: Policy, login_domains: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a policy beyond its structure, in the order of the file.

    ``login_domains`` are the domains of the tailnet's users; without them nothing is said about
    ``user:*@DOMAIN`` unless the domain can be no tailnet's own.
    """
    context = Context(policy, login_domains)
    return tuple(sorted((found for one in _CHECKS for found in one(context)), key=lambda found: found.span))


def server_verdict(policy: Policy, login_domains: tuple[str, ...] | None = None) -> Problem | None:
    """Return the problem that the control plane would name, or None if none of them is known to be refused.

    It reports one problem only. Structure comes first, then the definitions, then the rules; which of
    several faults in one rule it names is not known. The policy's own tests are not run here.
    """
    backed = (one for one in _with_structure(policy, login_domains) if one.server is not None)
    return next(backed, None)


def _with_structure(policy: Policy, login_domains: tuple[str, ...] | None) -> Iterator[Problem]:
    """Every problem in the order of the server: a missing field comes up only when its section does."""
    yield from (one for one in policy.problems if one.kind is not Kind.MISSING_FIELD)
    missing = [one for one in policy.problems if one.kind is Kind.MISSING_FIELD]
    context = Context(policy, login_domains)
    for one in _CHECKS:
        if one is check_ssh:
            yield from missing
        yield from one(context)


def refused(policy: Policy, login_domains: tuple[str, ...] | None = None) -> bool:
    """Whether the control plane is known to refuse the policy (syntax and the policy's own tests aside)."""
    return server_verdict(policy, login_domains) is not None
