"""A route that is to be approved is not written as a network.

What it does:
    Reports keys of `autoApprovers.routes` that are no CIDR (`10.0.0.0/8`): names of hosts, single addresses
    without `/32` or `/128`, autogroups.

Why:
    A device advertises networks. A key that is none covers no advertised route, so nothing is approved by
    it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.7": ["tag:router"]}},
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.7/32": ["tag:router"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.7/32": ["tag:router"]}},
    }
    ```

Fix:
    Unsafe: writes the network that is this address alone.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
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
    """Offer the network of an address."""
    return with_replacement(context, problem, Applicability.UNSAFE)
