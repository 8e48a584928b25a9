"""A destination of an ACL rule does not say which ports.

What it does:
    Reports entries of `dst` in `acls` that are a destination alone, without a colon and ports after it.

Why:
    The control plane refuses a policy file with such an entry. In `acls` the ports are part of the
    destination; `*` means all of them.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web:*"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web:443"]}],
    }
    ```

Fix:
    Unsafe: writes `:*` after the destination, which opens all ports.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
    - https://tailscale.com/kb/1337/policy-syntax#ports
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
    """Offer all ports as an unsafe fix."""
    return with_replacement(context, problem, Applicability.UNSAFE)
