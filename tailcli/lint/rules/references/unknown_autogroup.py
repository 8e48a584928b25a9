"""There is no autogroup of that name.

What it does:
    Reports `autogroup:NAME` where the name is none that the control plane knows, with the one that is
    probably meant.

Why:
    Autogroups are a closed list; one cannot define more. A selector that names another is refused or matches
    nothing.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:membr"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    fixed:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: correct the name, or name a
    group of your own.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
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
