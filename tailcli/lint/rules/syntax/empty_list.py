"""A rule has an empty list of sources or destinations.

What it does:
    Reports `src` and `dst` of grants, ACL rules and SSH rules that are an empty list.

Why:
    The control plane accepts the rule, and it matches nothing.

Example:
    bad:
    ```hujson
    {"grants": [{"src": [], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```

Fix:
    None: name somebody, or remove the rule.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.hujson.nodes import Array
from tailcli.lint.access_rules import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Object
    from tailcli.lint.context import Context
    from tailcli.policy.model import AclRule, Grant, Policy, SshRule

_FIELDS = {"src": "sources", "users": "sources", "dst": "destinations", "ports": "destinations"}

_ENDS = ("src", "dst")


def check(context: Context) -> Iterator[Report]:
    """Report each list that is there and holds nothing."""
    for rule in _rules(context.policy):
        if rule.src and rule.dst:
            continue
        for name, value in _lists(rule.node):
            what = _FIELDS.get(name)
            if what is not None and not value.elements and _has(rule, name):
                yield Report(value.span, f"{title(rule)} has no {what}, so it matches nothing")


def _rules(policy: Policy) -> Iterator[Grant | AclRule | SshRule]:
    yield from policy.grants or ()
    yield from policy.acls or ()
    yield from policy.ssh


def _has(rule: Grant | AclRule | SshRule, name: str) -> bool:
    """Tell whether a key is one of the rule's ends: ``users`` of an SSH rule are accounts."""
    return any(rule.keys.get(end) is not None and rule.keys[end].value.lower() == name for end in _ENDS)


def _lists(node: Object) -> Iterator[tuple[str, Array]]:
    for member in node.members:
        if isinstance(member.value, Array):
            yield member.key.value.lower(), member.value
