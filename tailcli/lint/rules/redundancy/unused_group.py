"""A group is defined and never used.

What it does:
    Reports entries of `groups` that no rule, tag owner, approver, attribute or test names.

Why:
    Whoever reads the file, or adds a person to the group, believes that the group gives something. It gives
    nothing.

Example:
    bad:
    ```hujson
    {
      "groups": {
        "group:dev": ["alice@example.com"],
        "group:old": ["bob@example.com"], // left in spring
      },
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {
        "group:dev": ["alice@example.com"],
      },
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```

Fix:
    Safe: removes the group, with its comments.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
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
    """Report groups without a use."""
    return unused(context, NameKind.GROUP, "remove the group, or use it in a rule", Applicability.SAFE)
