"""A host is defined and never used.

What it does:
    Reports entries of `hosts` that no rule, IP set or test names.

Why:
    An entry of `hosts` is only a name for an address within this file: nothing outside can use it.

Example:
    bad:
    ```hujson
    {
      "hosts": {"printer": "192.0.2.10", "nas": "192.0.2.20"},
      "grants": [{"src": ["autogroup:member"], "dst": ["nas"], "ip": ["443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "hosts": {"nas": "192.0.2.20"},
      "grants": [{"src": ["autogroup:member"], "dst": ["nas"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "hosts": {"nas": "192.0.2.20"},
      "grants": [{"src": ["autogroup:member"], "dst": ["nas"], "ip": ["443"]}],
    }
    ```

Fix:
    Safe: removes the host, with its comments.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
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
    """Report hosts without a use."""
    return unused(context, NameKind.HOST, "remove the host, or use it in a rule", Applicability.SAFE)
