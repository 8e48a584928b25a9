"""An SSH rule enforces recording, but names no recorder.

What it does:
    Reports SSH rules with `"enforceRecorder": true` and without a `recorder`.

Why:
    Without a recorder there is nothing to enforce: the sessions of this rule are not recorded.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["root"],
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
    None: name the tag of the recorders.

References:
    - https://tailscale.com/kb/1246/tailscale-ssh-session-recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import field_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report rules that enforce nothing."""
    for rule in context.policy.ssh:
        if rule.enforce_recorder and not rule.recorder:
            yield Report(
                field_span(rule, "enforceRecorder"),
                '"enforceRecorder" has no effect without "recorder": sessions of this rule are not recorded',
                hint='name the tag of the recorders in "recorder"',
            )
