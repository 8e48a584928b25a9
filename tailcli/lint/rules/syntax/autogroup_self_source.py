"""A source has no devices of its own that `autogroup:self` could mean.

What it does:
    Reports tags, hosts, addresses, `autogroup:tagged` and, in grants, `*` among the sources of an access rule
    that leads to `autogroup:self`. What only the documentation rules out is `self-source-undocumented`.

Why:
    `autogroup:self` means the devices of the very user who connects. A tagged device, an address or everybody
    is no user. The control plane refuses such a rule.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:ci": []},
      "grants": [{"src": ["tag:ci"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: name users, groups or `autogroup:member`, or another destination.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(_context: Context, problem: Problem) -> Report | None:
    """Report what the control plane is known to refuse."""
    return report_of(problem) if problem.server is not None else None
