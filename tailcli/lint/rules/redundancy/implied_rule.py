"""A rule gives nothing that several other rules do not give together.

What it does:
    Reports access rules whose whole access several other rules give together, and lists these. Grants and ACL
    rules are looked at together.

Why:
    A policy only adds access: such a rule changes nothing. It hides that the access comes from elsewhere.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["bob@example.com"], "dst": ["tag:web"], "ip": ["443", "80"]},
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["bob@example.com"], "dst": ["tag:web"], "ip": ["443", "80"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
      ],
    }
    ```

Fix:
    Unsafe: removes the rule, with its comments. Access stays the same, but the other rules may exist for
    reasons of their own, so it is for the author to choose which of them should go.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label, rule_removal, title
from tailcli.lint.covering import covering
from tailcli.lint.guests import possible_guest, unless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.lint.context import Context

SHOWN = 4


def check(context: Context) -> Iterator[Report]:
    """Report rules that several other rules cover together."""
    rules = context.access.rules
    for number, by in context.once(covering).implied.items():
        rule = rules[number]
        others = [other for other in map(rules.__getitem__, by) if other is not None]
        if rule is not None:
            yield _report(context, rule, others)


def _report(context: Context, rule: AccessRule, others: list[AccessRule]) -> Report:
    fix = rule_removal(context, rule, is_sure=False)
    nothing = f"adds nothing{unless(possible_guest(rule, others))}"
    return Report(
        anchor(rule.node),
        f"{title(rule)} {nothing}: {_listed(context, others)} together already give all of its access",
        hint="remove it, or those of the others that it should replace",
        labels=tuple(rule_label(other, "this rule gives a part of it") for other in others[:SHOWN]),
        fix=fix,
    )


def _listed(context: Context, rules: list[AccessRule]) -> str:
    names = [place(context, rule) for rule in rules]
    if len(names) > SHOWN:
        names[SHOWN:] = [f"{len(names) - SHOWN} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"
