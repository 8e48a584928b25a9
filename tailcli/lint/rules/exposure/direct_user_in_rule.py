"""A rule names a person instead of a group.

What it does:
    Reports logins among the sources of grants, ACL rules and SSH rules.

Why:
    Who leaves or changes jobs has to be found in every rule. A group says why they have access, and is
    changed in one place.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```

Fix:
    None: a group needs a name that says what it is for.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote
from tailcli.policy.selectors import Login, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report people among the sources."""
    policy = context.policy
    for rules in (policy.grants or (), policy.acls or (), policy.ssh):
        for source in (source for rule in rules for source in rule.src):
            if isinstance(parse_selector(source.value), Login):
                message = f"{quote(source.value)} is a person; a group would say why they have access"
                yield Report(source.span, message, hint="define a group and name that")
