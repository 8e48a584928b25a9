"""A pool of addresses overlaps a range that the control plane keeps for itself.

What it does:
    Reports entries of `ipPool` that overlap `100.100.100.0/24`.

Why:
    The control plane refuses the policy file: this range holds the addresses of Tailscale's own services.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "ipPool": ["100.100.100.0/24"]}]}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "ipPool": ["100.81.0.0/16"]}]}
    ```

Fix:
    None: choose another range.

References:
    - https://tailscale.com/kb/1304/ip-pool
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(_context: Context, problem: Problem) -> Report | None:
    """Report what the control plane is known to refuse; the rest is another rule's."""
    return None if problem.server is None else report_of(problem)
