"""A tag may be taken on by everybody, or by every tagged device.

What it does:
    Reports owners of a tag that mean people or devices whom nobody has chosen: `autogroup:member`,
    `autogroup:tagged` and `user:*@DOMAIN`. (`*` and other autogroups cannot stand there at all.)

Why:
    Whoever owns a tag may give it to a device of theirs, and from then on the device has all the access that
    the rules give the tag. A tag that every member may take on protects nothing: its rules are rules for all
    members. A tag that all tagged devices own lets one compromised server become any other.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:prod": ["autogroup:member"]},
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:prod": ["group:infra"]},
    }
    ```

Fix:
    None: name the group whose devices may carry the tag. An empty list leaves it to the administrators.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.breadth import broad_people
from tailcli.policy.autogroups import Position
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report every owner that stands for a crowd."""
    for tag in context.policy.tag_owners:
        name = quote(tag.name.value.strip())
        for owner in tag.owners:
            who = broad_people(owner.value, Position.TAG_OWNER)
            if who is not None:
                yield Report(
                    owner.span,
                    f"{quote(owner.value.strip())} as owner lets {who} take on {name} and all its access",
                    hint="name a group, or leave the list empty: administrators may assign every tag",
                    labels=(Label(tag.name.span, f"this owner is an owner of {name}"),),
                )
