"""An IP set is named that `ipsets` does not define.

What it does:
    Reports every `ipset:NAME` that is not a key of `ipsets`.

Why:
    Nothing matches an IP set that does not exist.

Example:
    bad:
    ```hujson
    {
      "ipsets": {"ipset:prod": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:prd"], "ip": ["*"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "ipsets": {"ipset:prod": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:prod"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "ipsets": {"ipset:prod": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:prod"], "ip": ["*"]}],
    }
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: define the set, or correct
    the name.

References:
    - https://tailscale.com/kb/1387/ipsets
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
    """Offer what is probably meant as an unsafe fix."""
    return with_replacement(context, problem, Applicability.UNSAFE)
