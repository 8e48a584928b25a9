"""An SSH rule has a check period, but its action is `accept`.

What it does:
    Reports `checkPeriod` in an SSH rule whose action is `accept`.

Why:
    The period says how long a check is good for. A rule with the action `accept` never checks, so the period
    has no effect, and whoever reads the file believes that people are asked to log in again.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "accept",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "checkPeriod": "12h",
      }],
    }
    ```
    fixed:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "checkPeriod": "12h",
      }],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "accept",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
      }],
    }
    ```

Fix:
    Unsafe: writes `check` as the action. None where a source is a tag, which cannot be checked.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.ssh_rules import ACCEPT, action_of, check_instead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report check periods that have no effect."""
    for rule in context.policy.ssh:
        if rule.check_period is None or rule.action is None or action_of(rule) != ACCEPT:
            continue
        key = rule.keys.get("checkPeriod", rule.check_period)
        yield Report(
            key.span,
            '"checkPeriod" has no effect: the action of this SSH rule is "accept"',
            hint='write "check" as the action, or remove "checkPeriod"',
            labels=(Label(rule.action.span, "the action is here"),),
            fix=check_instead(rule),
        )
