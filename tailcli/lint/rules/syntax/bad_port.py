"""Ports or port ranges cannot be read.

What it does:
    Reports ports that are no number, are 0 or greater than 65535, and ranges that end before they begin, in
    the `dst` of ACL rules and the `ip` of grants.

Why:
    The control plane refuses a policy file with such ports. Names of services (`ssh`, `https`) are not ports.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["*"], "ip": ["tcp:99999"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["*"], "ip": ["tcp:9999", "8000-8080"]}]}
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: which port is meant is yours
    to say.

References:
    - https://tailscale.com/kb/1337/policy-syntax#ports
    - https://tailscale.com/kb/1324/grants
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
