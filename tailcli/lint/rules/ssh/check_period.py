"""The check period of an SSH rule cannot be read or is out of range.

What it does:
    Reports a `checkPeriod` that is neither `always` nor a duration such as `20h` or `1h30m`, is negative,
    or is longer than a week (`168h`).

Why:
    The control plane refuses the policy file. A duration has hours as its largest unit: `7d` is written
    `168h`.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "checkPeriod": "720h",
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
        "checkPeriod": "168h",
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
        "checkPeriod": "168h",
      }],
    }
    ```

Fix:
    Unsafe: writes `168h` for what is longer.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report:
    """Offer the longest period for one that is longer."""
    return with_replacement(context, problem, Applicability.UNSAFE)
