"""What the control plane would refuse, and what cannot work as it is written.

The decoder has settled the structure; this is about names, references, places, ports and combinations. What
the control plane accepts although it is useless is not reported here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tailcli.policy.check.context import Context
from tailcli.policy.problems import Kind
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

__all__ = ["check", "refused", "server_verdict"]


class _Check(NamedTuple):
    """One check, by name: its module is imported only where the policy has something for it to look at."""

    module: str
    function: str
    sections: tuple[str, ...] = ()

    def run(self, context: Context) -> Iterator[Problem]:
        """Yield what the check finds."""
        present = {section.name for section in context.policy.sections}
        if self.sections and present.isdisjoint(self.sections):
            return iter(())
        function: Callable[[Context], Iterator[Problem]]
        function = getattr(import_module(f"tailcli.policy.check.{self.module}"), self.function)
        return function(context)


_SSH = _Check("ssh", "check_ssh", ("ssh",))
_CHECKS = (
    _Check("definitions", "check_groups", ("groups",)),
    _Check("definitions", "check_tag_owners", ("tagOwners",)),
    _Check("definitions", "check_hosts", ("hosts",)),
    _Check("ipsets", "check_ipsets", ("ipsets",)),
    _Check("postures", "check_postures", ("postures", "defaultSrcPosture")),
    _Check("definitions", "check_member_spellings"),
    _Check("grants", "check_grants", ("grants",)),
    _Check("acls", "check_acls", ("acls",)),
    _SSH,
    _Check("node_attrs", "check_node_attrs", ("nodeAttrs",)),
    _Check("approvers", "check_auto_approvers", ("autoApprovers",)),
    _Check("ssh_tests", "check_ssh_tests", ("sshTests",)),
)


def check(policy: Policy, login_domains: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a policy beyond its structure, in the order of the file.

    ``login_domains`` are the domains of the tailnet's users; without them nothing is said about
    ``user:*@DOMAIN`` unless the domain can be no tailnet's own.
    """
    context = Context(policy, login_domains)
    found = (problem for one in _CHECKS for problem in one.run(context))
    return tuple(sorted(found, key=lambda problem: problem.span))


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
        if one is _SSH:
            yield from missing
        yield from one.run(context)


def refused(policy: Policy, login_domains: tuple[str, ...] | None = None) -> bool:
    """Whether the control plane is known to refuse the policy (syntax and the policy's own tests aside)."""
    return server_verdict(policy, login_domains) is not None
