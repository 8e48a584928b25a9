"""A rule says the same as an earlier one.

What it does:
    Reports access rules (grants and ACL rules alike) and SSH rules that say the same as another rule,
    whatever the order in which they say it.

Why:
    The second rule gives nothing. Whoever narrows one of the two believes to have narrowed the access.

Example:
    bad:
    ```hujson
    {
      "grants": [
        {"src": ["group:dev", "group:ops"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["group:ops", "group:dev"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "grants": [
        {"src": ["group:dev", "group:ops"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "grants": [
        {"src": ["group:dev", "group:ops"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```

Fix:
    Safe: removes the rule, with its comments. Unsafe where the rule holds something that is reported
    as wrong.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label, rule_removal, title
from tailcli.lint.covering import covering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report rules that repeat an earlier one of the file."""
    rules = context.access.rules
    for number, original in context.once(covering).duplicates.items():
        rule, first = rules[number], rules[original]
        if rule is not None and first is not None:
            yield _report(context, rule, first)
    yield from _ssh_duplicates(context)


def _ssh_duplicates(context: Context) -> Iterator[Report]:
    first: dict[object, SshRule] = {}
    for rule in context.policy.ssh:
        original = first.setdefault(_meaning(rule), rule)
        if original is not rule and rule.src and rule.dst:
            yield _report(context, rule, original)


def _meaning(rule: SshRule) -> object:
    lists = (rule.src, rule.dst, rule.users, rule.accept_env, rule.src_posture, rule.recorder)
    single = (rule.action and rule.action.value, rule.check_period and rule.check_period.value)
    return (*map(_set, lists), *single, rule.enforce_recorder)


def _set(strings: tuple[String, ...]) -> frozenset[str]:
    return frozenset(string.value.strip() for string in strings)


def _report(context: Context, rule: AccessRule | SshRule, first: AccessRule | SshRule) -> Report:
    return Report(
        anchor(rule.node),
        f"{title(rule)} says the same as {place(context, first)}",
        hint="remove one of the two",
        labels=(rule_label(first, "the same rule is here"),),
        fix=rule_removal(context, rule),
    )
