"""A grant gives nothing: it has neither `ip` nor `app`.

What it does:
    Reports grants without network capabilities (`ip`) and without application capabilities (`app`), or with
    empty ones.

Why:
    The control plane refuses a policy file with such a grant.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: say what the grant is for.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report | None:
    """Say nothing of a grant that a syntax error may have cut off."""
    return None if context.document.problems else report_of(problem)
