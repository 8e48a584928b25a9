"""Devices with one tag may take on another that reaches more.

What it does:
    Reports owners of a tag that are themselves a tag, where the owned tag reaches something (a destination
    and port, an application capability, an SSH login) that the owning tag does not. Left out are operators,
    which exist to give tags to what they start: owners whose name is or ends with `operator`.

Why:
    A device with the owning tag may change to the owned one by itself. So has whoever breaks into it, or
    may take on the owning tag: the way leads in two steps to what neither of the rules gives away in one.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:ci": ["group:dev"], "tag:prod": ["tag:ci"], "tag:vault": []},
      "grants": [{"src": ["tag:prod"], "dst": ["tag:vault"], "ip": ["tcp:8200"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {
        "tag:k8s-operator": [],
        "tag:k8s": ["tag:k8s-operator"],
        "tag:prod": [],
        "tag:vault": [],
      },
      "grants": [{"src": ["tag:prod", "tag:k8s"], "dst": ["tag:vault"], "ip": ["tcp:8200"]}],
    }
    ```

Fix:
    None: let people own the tag, or an empty list.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
    - https://tailscale.com/kb/1236/kubernetes-operator
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices
from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import rule_label
from tailcli.lint.escalation import Gains, is_operator
from tailcli.policy.faults import quote
from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import TagDefinition


def check(context: Context) -> Iterator[Report]:
    """Report owning tags that gain by the owned one."""
    definitions = {tag.name.value.strip(): tag for tag in context.policy.tag_owners}
    for tag in context.policy.tag_owners:
        for owner in tag.owners:
            selector = parse_selector(owner.value)
            if isinstance(selector, TagName) and not is_operator(selector.name):
                found = _report(context, owner, tag.name.value.strip(), definitions.get(selector.name))
                if found is not None:
                    yield found


def _report(context: Context, owner: String, tag: str, owning: TagDefinition | None) -> Report | None:
    name = owner.value.strip()
    gain = context.once(Gains).gain(context.access.universe.bit.get(TaggedDevices(name), 0), tag)
    if gain is None:
        return None
    labels = [] if gain.rule is None else [rule_label(gain.rule, f"gives {tag} this access")]
    people = [] if owning is None else [one.value.strip() for one in owning.owners]
    if owning is not None and people:
        labels.append(Label(owning.name.span, f"so may whoever takes on {name}: {', '.join(people)}"))
    return Report(
        owner.span,
        f"a device with {quote(name)} may take on {quote(tag)} and so reach {gain.words}, not open to it now",
        hint=f"the way: {name} -> {tag} -> {gain.destination}",
        labels=tuple(labels),
    )
