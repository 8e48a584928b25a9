"""A pool of addresses is not one from which devices can have addresses.

What it does:
    Reports entries of `ipPool` that are no network, are not inside `100.64.0.0/10`, or overlap a range that
    the documentation reserves.

Why:
    Devices of a tailnet have addresses from `100.64.0.0/10`. Of another pool none can be given out.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "ipPool": ["10.0.0.0/8"]}]}
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
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report pools of which only the documentation says that they are wrong."""
    return (report_of(one) for one in context.problems(Kind.IP_POOL) if one.server is None)
