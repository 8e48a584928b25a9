"""The policy's own tests, run once for all rules that ask for their results."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tailcli.policy.problems import Kind
from tailcli.policy.selectors import GroupName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import PolicyTest
    from tailcli.policytests.network import NetworkTests
    from tailcli.policytests.results import EntryResult, Fault, Run
    from tailcli.source.text import Span


def test_run(context: Context) -> Run:
    """Return the results of ``tests`` and ``sshTests``. Use it as ``context.once(test_run)``."""
    from tailcli.policytests.run import run_tests

    return run_tests(context.policy, context.inventory)


def test_faults(context: Context, *, is_doubtful: bool) -> Iterator[Fault]:
    """Yield the faults of tests that no other rule reports at their place: the doubtful ones, or the others.

    Doubtful is an undefined name of which only denials are expected, and an undefined group as a source: that
    the test fails is known of other names of which access is expected.
    """
    known = sorted(p.span for p in context.problems(Kind.SSH_TEST_SHAPE, Kind.UNDEFINED_TAG))
    for entry in context.once(test_run).entries:
        for fault, may_pass in _faults(entry):
            if (fault.is_undefined and may_pass) is is_doubtful and not _overlaps(known, fault.span):
                yield fault


def _faults(entry: EntryResult) -> Iterator[tuple[Fault, bool]]:
    """Yield the faults of an entry, each with whether an undefined name there may let the test pass."""
    if entry.fault is not None:
        source = entry.entry.src
        is_group = source is not None and isinstance(parse_selector(source.value), GroupName)
        yield entry.fault, is_group or not (entry.entry.accept or getattr(entry.entry, "check", ()))
    if entry.doubt is not None:
        yield entry.doubt, True
    for assertion in entry.assertions:
        if assertion.fault is not None:
            yield assertion.fault, assertion.expected == "deny"


def _overlaps(spans: list[Span], span: Span) -> bool:
    at = bisect_left(spans, span.start, key=lambda known: known.start)
    return at < len(spans) and spans[at].start < span.end


def judge_test(context: Context, test: PolicyTest) -> EntryResult:
    """Return the result of a test that need not stand in the file."""
    return context.once(_judge).judge(test)


def _judge(context: Context) -> NetworkTests:
    from tailcli.access.match_lookup import lookup_for
    from tailcli.access.match_question import Rules
    from tailcli.policytests.network import NetworkTests

    rules = Rules(context.policy, context.inventory)
    return NetworkTests(rules, lookup_for(context.policy, rules))
