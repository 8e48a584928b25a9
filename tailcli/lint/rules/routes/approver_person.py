"""A person is an approver, where the documentation advises a tag.

What it does:
    Reports logins and groups in `autoApprovers`.

Why:
    An approver that is a person covers every device of that person, the phone too, and goes when the person
    leaves. A tag says which machines are routers.

Example:
    bad:
    ```hujson
    {
      "autoApprovers": {"exitNode": ["alice@example.com"]},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:exit": []},
      "autoApprovers": {"exitNode": ["tag:exit"]},
    }
    ```

Fix:
    None: give the routers a tag and name that.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote
from tailcli.policy.selectors import GroupName, Login, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report approvers that are people."""
    approvers = context.policy.auto_approvers
    lists = [approval.approvers for approval in (*approvers.routes, *approvers.services)]
    for nodes in (*lists, approvers.exit_node):
        for node in nodes:
            if isinstance(parse_selector(node.value), Login | GroupName):
                yield Report(
                    node.span,
                    f"{quote(node.value.strip())} as approver covers every device of these people",
                    hint="give the routers a tag and name that",
                )
