"""An SSH rule names no accounts, or an account that cannot be one.

What it does:
    Reports SSH rules whose `users` is an empty list, and entries of it that are empty or `*`.

Why:
    The control plane refuses the policy file. Every account but root is `autogroup:nonroot`.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["*"],
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
        "users": ["autogroup:nonroot", "root"],
      }],
    }
    ```

Fix:
    Unsafe: writes `autogroup:nonroot` for `*` and for an empty entry. None for an empty list.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
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
    """Offer every account but root for what means all."""
    return with_replacement(context, problem, Applicability.UNSAFE)
