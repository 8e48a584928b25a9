"""The action of an SSH rule is neither `accept` nor `check`.

What it does:
    Reports SSH rules whose `action` is empty or anything but `accept` and `check`, in lower case.

Why:
    The control plane refuses the policy file. There is no action that denies: a login that no rule allows
    is not possible.

Example:
    bad:
    ```hujson
    {
      "ssh": [
        {"action": "deny", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```
    bad:
    ```hujson
    {
      "ssh": [
        {"action": "Check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```

Fix:
    Unsafe: writes the action in lower case. For other words none: whether a check is meant is the author's
    decision.

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
    """Offer the action in lower case where that is what it is."""
    return with_replacement(context, problem, Applicability.UNSAFE)
