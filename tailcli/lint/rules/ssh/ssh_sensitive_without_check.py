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

from tailcli.findings.model import Label, Report
from tailcli.lint.sensitive import is_sensitive
from tailcli.lint.ssh_rules import ACCEPT, CHECK, action_of, check_instead, machine_sources
from tailcli.policy.durations import parse_duration
from tailcli.policy.faults import Fault, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule

_LONG = 24 * 3_600_000_000_000


def check(context: Context) -> Iterator[Report]:
    """Report sensitive destinations of rules that ask for too little."""
    for rule in context.policy.ssh:
        sensitive = [node for node in rule.dst if is_sensitive(context.options, node.value)]
        found = _weakness(rule) if sensitive else None
        if found is not None:
            yield from (_report(rule, destination, *found) for destination in sensitive)


def _report(rule: SshRule, destination: String, decided: String, reason: str, hint: str) -> Report:
    return Report(
        destination.span,
        f"logins on the sensitive {quote(destination.value.strip())} {reason}",
        hint=hint,
        labels=(Label(decided.span, "decided here"),),
        fix=check_instead(rule) if decided is rule.action else None,
    )


def _weakness(rule: SshRule) -> tuple[String, str, str] | None:
    """Return the value that asks for too little, in what way, and what to write instead."""
    if not rule.src or len(machine_sources(rule)) == len(rule.src):
        return None
    if action_of(rule) == ACCEPT and rule.action is not None:
        return rule.action, "need no check", 'write "check" as the action'
    if action_of(rule) != CHECK or rule.check_period is None:
        return None
    period = parse_duration(rule.check_period.value.strip())
    if isinstance(period, Fault) or period <= _LONG:
        return None
    reason = f"need a check once in {rule.check_period.value.strip()} only"
    return rule.check_period, reason, "24h or less is worth more"
