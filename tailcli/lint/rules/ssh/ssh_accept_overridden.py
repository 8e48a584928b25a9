"""An SSH rule that accepts never takes effect: check rules cover it.

What it does:
    Reports SSH rules with the action `accept` all of whose logins are also matched by rules with the action
    `check`.

Why:
    All `check` rules come before all `accept` rules, wherever they stand in the file. So people are asked
    for a check although this rule says that they need none.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
        {
          "action": "check",
          "src": ["autogroup:member"],
          "dst": ["tag:server"],
          "users": ["autogroup:nonroot"],
        },
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {
          "action": "check",
          "src": ["autogroup:member"],
          "dst": ["tag:server"],
          "users": ["autogroup:nonroot"],
        },
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["root"]},
      ],
    }
    ```

Fix:
    For display: removes the rule. Perhaps it is the check that has to go.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box
from tailcli.compare.subtract import is_covered
from tailcli.findings.model import Applicability, Report
from tailcli.lint.access_rules import field_span, place, rule_label, rule_removal
from tailcli.lint.ssh_rules import ACCEPT, CHECK, action_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.ssh import SshBox
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report accept rules whose boxes lie in the union of the check rules."""
    if {action_of(rule) for rule in context.policy.ssh} >= {ACCEPT, CHECK}:
        yield from _dead_rules(context)


def _dead_rules(context: Context) -> Iterator[Report]:
    checks = [box for box in context.ssh_access.boxes if box.terms.action.value == CHECK]
    by_rule: dict[int, list[SshBox]] = {}
    for box in context.ssh_access.boxes:
        if box.terms.action.value == ACCEPT:
            by_rule.setdefault(box.rule.ordinal, []).append(box)
    for accepts in by_rule.values():
        if all(_is_covered(context, box, checks) for box in accepts):
            yield _overridden(context, accepts, checks)


def _is_covered(context: Context, box: SshBox, checks: list[SshBox]) -> bool:
    return is_covered(_box(box), [_box(check) for check in checks], context.access.universe.singles)


def _box(box: SshBox) -> Box:
    return Box(box.sources, box.destinations, box.logins, box.alternative, box.rule.ordinal)


def _overridden(context: Context, accepts: list[SshBox], checks: list[SshBox]) -> Report:
    rule = accepts[0].rule
    first = {box.rule.ordinal: box.rule for box in checks if _meets(box, accepts)}
    names = ", ".join(place(context, check) for check in first.values())
    fix = rule_removal(context, rule)
    return Report(
        field_span(rule, "action") if rule.action is None else rule.action.span,
        f'this "accept" has no effect: check rules come first, and they match the same logins: {names}',
        hint="remove the rule, or take its logins out of the check rules",
        labels=tuple(rule_label(check, "asks for a check") for check in first.values()),
        fix=fix and fix._replace(applicability=Applicability.DISPLAY),
    )


def _meets(check: SshBox, accepts: list[SshBox]) -> bool:
    return any(check.sources & box.sources and check.destinations & box.destinations for box in accepts)
