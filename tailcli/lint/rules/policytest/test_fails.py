"""A test of the policy file fails.

What it does:
    Runs `tests` and `sshTests` as the control plane does and reports each assertion that does not hold, with
    the rule that allows what should be denied, or the rule that comes nearest to allowing what should be
    accepted. What depends on something that neither the policy file nor `[groups]` and `[roles]` of the
    settings tell is not reported, nor are SSH tests whose source is a group, or that expect "accept" of a
    login that needs a check: how the control plane takes these is not known.

Why:
    The control plane refuses a policy file of which one test fails, and says neither where nor why.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443", "tag:web:22"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22"]}],
    }
    ```

Fix:
    None: correct the test or the rules, whichever is wrong.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
    - https://tailscale.com/kb/1337/policy-syntax#sshtests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import rule_label
from tailcli.lint.test_runs import test_run
from tailcli.policy.faults import quote
from tailcli.policy.selectors import GroupName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.access.match_question import RuleAnswer
    from tailcli.access.match_ssh import SshRuleAnswer
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule
    from tailcli.policytests.results import Assertion, EntryResult

_MOST_LABELS = 3


def check(context: Context) -> Iterator[Report]:
    """Report each assertion that does not hold."""
    from tailcli.policytests.results import Status

    for entry in context.once(test_run).entries:
        if _is_doubtful(entry):
            continue
        for assertion in entry.assertions:
            if assertion.status is Status.FAIL and assertion.fault is None and not _is_checked(assertion):
                message = _message(entry, assertion)
                yield Report(assertion.node.span, message, labels=tuple(_labels(assertion)))


def _is_doubtful(entry: EntryResult) -> bool:
    """Tell whether another rule speaks of it, or it is an SSH test from a group: nobody has recorded one."""
    source = entry.entry.src
    return entry.doubt is not None or (
        entry.section == "sshTests"
        and source is not None
        and isinstance(parse_selector(source.value), GroupName)
    )


def _is_checked(assertion: Assertion) -> bool:
    """Tell whether a login is let in as expected, but by a check: nobody has seen such a test fail."""
    return (assertion.expected, assertion.actual) == ("accept", "check")


def _message(entry: EntryResult, assertion: Assertion) -> str:
    source = "somebody" if entry.entry.src is None else quote(entry.entry.src.value)
    node = quote(assertion.node.value)
    if assertion.target:
        what = f"{source} who logs in to {quote(assertion.target)} as {node}"
        expected, actual = quote(assertion.expected), quote(assertion.actual)
        return f"{entry.name} fails: {expected} is expected of {what}, and it is {actual}"
    wish = "must reach" if assertion.expected == "accept" else "must not reach"
    return f"{entry.name} fails: {source} {wish} {node}, which is {assertion.actual}"


def _labels(assertion: Assertion) -> Iterator[Label]:
    for answer in assertion.rules[:_MOST_LABELS]:
        rule = _rule_of(answer)
        if rule is not None:
            yield rule_label(rule, "this rule decides it")
    if assertion.rules:
        return
    for miss in assertion.near[:_MOST_LABELS]:
        rule = _rule_of(miss.answer)
        if rule is not None:
            sides = " and ".join(side.value for side in miss.missed)
            yield rule_label(rule, f"this rule comes near: it differs in {sides}")


def _rule_of(answer: RuleAnswer | SshRuleAnswer) -> AccessRule | SshRule | None:
    from tailcli.access.match_question import RuleAnswer

    return answer.clause.rule if isinstance(answer, RuleAnswer) else answer.rule
