"""People may take on a tag that reaches what they may not reach themselves.

What it does:
    Reports owners of a tag (people, not tags) for whom the tag is a way to more access: some destination
    and port, application capability or SSH login that a device with the tag has and a device of theirs has
    not. Administrators are left out, since they may assign every tag; so is access to devices of tags that
    the owner may take on, too. Owners that are everybody are `tag-owner-broad`.

Why:
    Owning a tag means being allowed to give it to any device of one's own, a laptop too. From then on the
    device has the tag's access. An audit of the rules that name a group does not show this way; the tag's
    rules and its owners have to be read together.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"], "group:infra": ["bob@example.com"]},
      "tagOwners": {"tag:ci": ["group:dev"], "tag:vault": ["group:infra"]},
      "grants": [{"src": ["tag:ci"], "dst": ["tag:vault"], "ip": ["tcp:8200"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"], "group:infra": ["bob@example.com"]},
      "tagOwners": {"tag:ci": ["group:infra"], "tag:vault": ["group:infra"]},
      "grants": [{"src": ["tag:ci"], "dst": ["tag:vault"], "ip": ["tcp:8200"]}],
    }
    ```

Fix:
    None: take the owner away, or give the group the access in so many words.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import rule_label
from tailcli.lint.breadth import broad_people
from tailcli.lint.escalation import Gains
from tailcli.policy.faults import quote
from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report each owner once a tag, where the tag gives something."""
    for tag in context.policy.tag_owners:
        for owner in tag.owners:
            if isinstance(parse_selector(owner.value), TagName) or broad_people(owner.value):
                continue
            found = _report(context, owner, tag.name.value.strip())
            if found is not None:
                yield found


def _report(context: Context, owner: String, tag: str) -> Report | None:
    gain = context.once(Gains).gain(context.access.resolver.people(owner.value), tag)
    if gain is None:
        return None
    who = quote(owner.value.strip())
    return Report(
        owner.span,
        f"{who} may take on {quote(tag)} and so reach {gain.words}, which they may not themselves",
        hint=f"the way: {owner.value.strip()} -> {tag} -> {gain.destination}",
        labels=() if gain.rule is None else (rule_label(gain.rule, f"gives {tag} this access"),),
    )
