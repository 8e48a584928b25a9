"""A device gets several DNS profiles at once.

What it does:
    Reports a second `nextdns:ID` without `?priority=` for devices that have another one by the same or an
    earlier entry of `nodeAttrs`.

Why:
    All profiles that apply are handed to the device: a later entry does not replace an earlier one. Which
    of them it uses is not said anywhere, so a stricter profile for some people may never apply.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:kids": ["alice@example.com"]},
      "nodeAttrs": [
        {"target": ["*"], "attr": ["nextdns:abc123"]},
        {"target": ["group:kids"], "attr": ["nextdns:def456"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "nodeAttrs": [
        {"target": ["autogroup:member"], "attr": ["nextdns:abc123", "nextdns:no-device-info"]},
        {"target": ["tag:server"], "attr": ["nextdns:def456"]},
      ],
    }
    ```

Fix:
    None: make the targets disjoint.

References:
    - https://tailscale.com/kb/1218/nextdns
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.node_attribute_names import NEXTDNS, NEXTDNS_COMPANION
from tailcli.policy.faults import quote
from tailcli.policy.selectors import Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import NodeAttr


def check(context: Context) -> Iterator[Report]:
    """Report each profile whose devices have another one already."""
    earlier: dict[str, tuple[String, int]] = {}
    for entry in context.policy.node_attrs:
        profiles = [node for node in entry.attr if _is_profile(node.value.strip())]
        devices = _devices(context, entry) if profiles else 0
        for node in profiles:
            name = node.value.strip()
            other = next((o for n, (o, bits) in earlier.items() if n != name and bits & devices), None)
            if other is not None:
                yield _second(node, other)
            before = earlier.get(name, (node, 0))
            earlier[name] = (before[0], before[1] | devices)


def _is_profile(name: str) -> bool:
    return name.startswith(NEXTDNS) and name != NEXTDNS_COMPANION and "?" not in name


def _devices(context: Context, entry: NodeAttr) -> int:
    access, found = context.access, 0
    for target in entry.target:
        if isinstance(parse_selector(target.value), Wildcard):
            return access.universe.identities
        found |= access.resolver.people(target.value)
    return found


def _second(node: String, other: String) -> Report:
    return Report(
        node.span,
        f"some devices get {quote(node.value.strip())} beside {quote(other.value.strip())}, not instead",
        hint="let no device be a target of both",
        labels=(Label(other.span, "the other profile"),),
    )
