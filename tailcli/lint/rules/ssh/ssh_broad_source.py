"""Everybody may log in to tagged devices without a check.

What it does:
    Reports `autogroup:member`, `autogroup:tagged`, `autogroup:shared` and `user:*@DOMAIN` in the `src` of
    an SSH rule whose action is `accept` and which leads to tagged devices.

Why:
    Tagged devices are servers more often than not. Here every member of the tailnet (or every tagged
    device) may open a shell on them, and an unlocked laptop of anybody is enough.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["group:infra"], "dst": ["tag:server"], "users": ["deploy"]},
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    Unsafe: writes `check` as the action. None where a source is a tag.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.breadth import broad_people
from tailcli.lint.ssh_rules import ACCEPT, action_of, check_instead, is_machine
from tailcli.policy.autogroups import Position
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report broad sources of accept rules that lead to tagged devices."""
    for rule in context.policy.ssh:
        shared = next((node for node in rule.dst if is_machine(node.value)), None)
        if shared is None or action_of(rule) != ACCEPT:
            continue
        for node in rule.src:
            who = broad_people(node.value, Position.SSH_SRC)
            if who is not None:
                yield Report(
                    node.span,
                    f"{who} may log in on {quote(shared.value.strip())} without a check",
                    hint='name a group, or write "check" as the action',
                    labels=(Label(shared.span, "the devices are named here"),),
                    fix=check_instead(rule),
                )
