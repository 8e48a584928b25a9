"""SSH sessions are to be recorded, but go on where they cannot be.

What it does:
    Reports SSH rules with a `recorder` and without `"enforceRecorder": true`.

Why:
    Without `enforceRecorder` a session starts as well when no recorder can be reached, unrecorded. Whoever
    wants to hide something has only to see to that.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:recorder": [], "tag:server": []},
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["root"],
        "recorder": ["tag:recorder"],
      }],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:recorder": [], "tag:server": []},
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["root"],
        "recorder": ["tag:recorder"],
        "enforceRecorder": true,
      }],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:recorder": [], "tag:server": []},
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["root"],
        "recorder": ["tag:recorder"],
        "enforceRecorder": true,
      }],
    }
    ```

Fix:
    Unsafe: adds `"enforceRecorder": true`, or sets it. Nobody can log in then while the recorder is down.

References:
    - https://tailscale.com/kb/1246/tailscale-ssh-session-recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import insert, replace_value
from tailcli.lint.access_rules import field_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report recorders that are not enforced."""
    for rule in context.policy.ssh:
        if rule.recorder and not rule.enforce_recorder:
            yield Report(
                field_span(rule, "recorder"),
                "sessions of this SSH rule go on unrecorded when no recorder can be reached",
                hint='add "enforceRecorder": true to refuse them then',
                fix=_enforce(context, rule),
            )


def _enforce(context: Context, rule: SshRule) -> Fix:
    key = rule.keys.get("enforceRecorder")
    members = rule.node.members
    if key is None:
        edits = insert(context.document, rule.node, len(members), '"enforceRecorder": true')
    else:
        edits = [replace_value(member.value, "true") for member in members if member.key is key]
    return Fix("Refuse sessions that cannot be recorded", tuple(edits), Applicability.UNSAFE)
