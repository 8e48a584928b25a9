"""An IP set is defined and never used.

What it does:
    Reports entries of `ipsets` that no rule, posture or other IP set names.

Why:
    An IP set is only a name for addresses within this file: nothing outside can use it.

Example:
    bad:
    ```hujson
    {
      "ipsets": {
        "ipset:office": ["192.0.2.0/24"],
        "ipset:lab": ["198.51.100.0/24"],
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:office"], "ip": ["443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "ipsets": {
        "ipset:office": ["192.0.2.0/24"],
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:office"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "ipsets": {"ipset:office": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:office"], "ip": ["443"]}],
    }
    ```

Fix:
    Safe: removes the IP set, with its comments.

References:
    - https://tailscale.com/kb/1387/ipsets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.unused import unused
from tailcli.policy.references import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report IP sets without a use."""
    return unused(context, NameKind.IPSET, "remove the IP set, or use it in a rule", Applicability.SAFE)
