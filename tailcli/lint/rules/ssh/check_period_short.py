"""The check period of an SSH rule is shorter than the documented minimum of a minute.

What it does:
    Reports a `checkPeriod` below one minute in a rule whose action is `check`.

Why:
    The documentation demands a minute at least; the control plane accepts less, but nothing says what
    clients make of it. To ask at every login there is `always`.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "checkPeriod": "0s",
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
        "checkPeriod": "always",
      }],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "checkPeriod": "1m",
      }],
    }
    ```

Fix:
    Unsafe: writes `always`.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.lint.ssh_rules import CHECK, action_of
from tailcli.policy.durations import parse_duration
from tailcli.policy.faults import quote
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_MINUTE = 60_000_000_000


def check(context: Context) -> Iterator[Report]:
    """Report periods of less than a minute."""
    for rule in context.policy.ssh:
        node = rule.check_period
        if node is None or action_of(rule) != CHECK:
            continue
        period = parse_duration(node.value.strip())
        if isinstance(period, int) and 0 <= period < _MINUTE:
            edit = TextEdit(node.span, '"always"')
            yield Report(
                node.span,
                f"the check period {quote(node.value.strip())} is below the documented minimum of one minute",
                hint='write "always" to ask at every login, or a minute or more',
                fix=Fix('Ask at every login: write "always"', (edit,), Applicability.UNSAFE),
            )
