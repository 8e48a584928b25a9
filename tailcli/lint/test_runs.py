"""The policy's own tests, run once for all rules that ask for their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tailcli.lint.context import Context
    from tailcli.policy.model import PolicyTest
    from tailcli.policytests.network import NetworkTests
    from tailcli.policytests.results import EntryResult, Run


def test_run(context: Context) -> Run:
    """Return the results of ``tests`` and ``sshTests``. Use it as ``context.once(test_run)``."""
    from tailcli.policytests.run import run_tests

    return run_tests(context.policy, context.inventory)


def judge_test(context: Context, test: PolicyTest) -> EntryResult:
    """Return the result of a test that need not stand in the file."""
    return context.once(_judge).judge(test)


def _judge(context: Context) -> NetworkTests:
    from tailcli.access.match_lookup import lookup_for
    from tailcli.access.match_question import Rules
    from tailcli.policytests.network import NetworkTests

    rules = Rules(context.policy, context.inventory)
    return NetworkTests(rules, lookup_for(context.policy, rules))
