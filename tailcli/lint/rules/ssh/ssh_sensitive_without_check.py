"""An SSH rule lets people log in to sensitive devices without a check, or with an old one.

What it does:
    Reports sensitive tags in the `dst` of an SSH rule whose action is `accept` (unless all its sources are
    tags, which cannot pass a check), or whose check is good for longer than a day.

Why:
    On devices that hold what matters most, an unlocked laptop should not be enough. A check makes the
    person log in again with the identity provider; the longer it is good for, the less it is worth.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:prod-db": []},
      "ssh": [
        {"action": "accept", "src": ["group:infra"], "dst": ["tag:prod-db"], "users": ["postgres"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:prod-db": []},
      "ssh": [
        {"action": "check", "src": ["group:infra"], "dst": ["tag:prod-db"], "users": ["postgres"]},
      ],
    }
    ```
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:prod-db": []},
      "ssh": [{
        "action": "check",
        "checkPeriod": "168h",
        "src": ["group:infra"],
        "dst": ["tag:prod-db"],
        "users": ["postgres"],
      }],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:prod-db": []},
      "ssh": [
        {"action": "check", "src": ["group:infra"], "dst": ["tag:prod-db"], "users": ["postgres"]},
      ],
    }
    ```

Fix:
    Unsafe: writes `check` as the action. None for a long period, and where a source is a tag.

Options:
    `sensitive_tags` lists tags, `sensitive_words` words that make a tag sensitive when its name holds them
    between hyphens.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ssh import HOUR, Action, ssh_terms
from tailcli.findings.model import Label, Report
from tailcli.lint.sensitive import is_sensitive
from tailcli.lint.ssh_rules import ACCEPT, action_of, check_instead, machine_sources
from tailcli.policy.durations import format_duration
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule

_LONG = 24 * HOUR


def check(context: Context) -> Iterator[Report]:
    """Report sensitive destinations of rules that ask for too little."""
    for rule in context.policy.ssh:
        found = _weakness(rule)
        if found is None:
            continue
        node, reason, hint = found
        fix = check_instead(rule) if action_of(rule) == ACCEPT else None
        for destination in rule.dst:
            if is_sensitive(context.options, destination.value):
                yield Report(
                    destination.span,
                    f"logins on the sensitive {quote(destination.value.strip())} {reason}",
                    hint=hint,
                    labels=(Label(node.span, "decided here"),),
                    fix=fix,
                )


def _weakness(rule: SshRule) -> tuple[String, str, str] | None:
    terms = ssh_terms(rule)
    if terms is None or not rule.src or len(machine_sources(rule)) == len(rule.src):
        return None
    if terms.action is Action.ACCEPT and rule.action is not None:
        return rule.action, "need no check", 'write "check" as the action'
    if terms.check_period is not None and terms.check_period > _LONG and rule.check_period is not None:
        period = format_duration(terms.check_period)
        return rule.check_period, f"need a check once in {period} only", "24h or less is worth more"
    return None
