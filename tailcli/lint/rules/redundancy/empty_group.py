"""A group is used and has no members.

What it does:
    Reports groups with an empty list of members that some other entry names.

Why:
    A rule with the group gives nobody anything, and the next person who is added gets all of it.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:oncall": []},
      "grants": [{"src": ["group:oncall", "autogroup:admin"], "dst": ["*"], "ip": ["22"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:oncall": ["alice@example.com"]},
      "grants": [{"src": ["group:oncall", "autogroup:admin"], "dst": ["*"], "ip": ["22"]}],
    }
    ```

Fix:
    None: add the members, or remove the group and its uses.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.hujson.nodes import Array
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

SHOWN = 3


def check(context: Context) -> Iterator[Report]:
    """Report groups without members that are used."""
    uses = context.references.groups.uses
    for group in context.policy.groups:
        named = uses.get(group.name.value, ())
        if named and isinstance(group.node, Array) and not group.node.elements:
            yield Report(
                group.name.span,
                f"{quote(group.name.value)} has no members",
                hint="add its members, or remove it where it is used",
                labels=tuple(Label(use.span, "it is used here") for use in named[:SHOWN]),
            )
