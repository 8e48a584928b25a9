"""People may take on a tag that reaches what they may not reach themselves.

What it does:
    Reports owners of a tag (people, not tags) for whom the tag is a way to more access: some destination
    and port, application capability or SSH login that a device with the tag has and a device of theirs has
    not. Administrators are left out, since they may assign every tag; so is access to devices of tags that
    the owner may take on, too. Owners of an operator's tag (a name that ends with `operator`) are followed
    to the tags that the operator gives. Owners that are everybody are `tag-owner-broad`.

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

from itertools import islice
from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices
from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules, rule_label
from tailcli.lint.breadth import broad_people
from tailcli.lint.escalation import Gains, is_operator, ownership
from tailcli.policy.autogroups import ROLES, Position
from tailcli.policy.faults import quote
from tailcli.policy.selectors import Autogroup, TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report each owner once a tag, where the tag gives something."""
    for tag in context.policy.tag_owners:
        name = tag.name.value.strip()
        for owner in tag.owners:
            if isinstance(parse_selector(owner.value), TagName) or broad_people(
                owner.value, Position.TAG_OWNER
            ):
                continue
            found = (_report(context, owner, way) for way in _ways(context, name))
            yield from islice((report for report in found if report is not None), 1)


def _ways(context: Context, tag: str) -> Iterator[tuple[str, ...]]:
    """Yield the tag, and for an operator the ways on to the tags that it gives (else: tag-owns-tag)."""
    yield (tag,)
    if is_operator(tag):
        owned = context.once(ownership)
        device = context.access.universe.bit.get(TaggedDevices(tag), 0)
        ways = (owned.path(device, other) for other in owned.tags if other != tag)
        yield from ((tag, *way) for way in ways if way)


def _report(context: Context, owner: String, way: tuple[str, ...]) -> Report | None:
    gain = context.once(Gains).gain(context.access.resolver.people(owner.value), way[-1])
    if gain is None:
        return None
    who = owner.value.strip()
    through = f" by way of {', '.join(way[:-1])}" if len(way) > 1 else ""
    return Report(
        owner.span,
        f"{quote(who)} may take on {quote(way[-1])}{through} and so reach {gain.words}, "
        f"not open to them now{context.once(_unless)}",
        hint=f"the way: {' -> '.join((who, *way, gain.destination))}",
        labels=() if gain.rule is None else (rule_label(gain.rule, f"gives {way[-1]} this access"),),
    )


def _unless(context: Context) -> str:
    """Return what may open it after all: who holds which role is not in the file."""
    sources = (parse_selector(node.value) for _, rule in numbered_rules(context) for node in rule.src)
    by_role = any(isinstance(source, Autogroup) and source.name in ROLES for source in sources)
    return " unless by a role" if by_role else ""
