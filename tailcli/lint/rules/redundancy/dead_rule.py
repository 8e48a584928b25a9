"""A rule gives nothing, because nobody is its source or nothing its destination.

What it does:
    Reports access rules whose sources, or whose destinations, stand for nothing: groups without members, IP
    sets without addresses. Rules in which something else is reported as wrong are left out.

Why:
    Whoever reads the rule believes that it gives access.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": []},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["autogroup:admin"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:dev": []},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["autogroup:admin"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["443"]},
      ],
    }
    ```

Fix:
    Unsafe: removes the rule, with its comments. Access stays the same, but the rule may wait for members.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.findings.model import Report
from tailcli.lint.access_rules import field_span, has_problem, numbered_rules, rule_removal, title
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.lint.context import Context

HINT = "give the names a meaning, or remove the rule"


def check(context: Context) -> Iterator[Report]:
    """Report access rules without a source or a destination that stands for anything."""
    resolver = context.access.resolver
    for number, rule in numbered_rules(context):
        said = context.access.contents[number]
        if not (said.sources and said.destinations) or has_problem(context, rule.node.span):
            continue
        if resolver.sources(said.sources).is_empty:
            yield _report(context, rule, "src", said.sources, "nobody")
        elif resolver.destinations(said.destinations).is_empty and not any(map(is_self, said.destinations)):
            yield _report(context, rule, "dst", said.destinations, "nothing")


def _report(context: Context, rule: AccessRule, field: str, texts: tuple[str, ...], what: str) -> Report:
    verb = "stands" if len(texts) == 1 else "stand"
    return Report(
        field_span(rule, field),
        f"{title(rule)} gives nothing: {', '.join(map(quote, texts))} {verb} for {what}",
        hint=HINT,
        fix=rule_removal(context, rule, is_sure=False),
    )
