"""The attributes that the policy gives each node (docs/semantics.md, "Node attributes")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Boolean
from tailcli.hujson.plain import to_python

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.access.concrete.parts import Context
    from tailcli.access.concrete.roster import Node
    from tailcli.hujson.plain import Plain
    from tailcli.policy.model import NodeAttr

FUNNEL = "funnel"
FUNNEL_COMPANIONS = (
    "https://tailscale.com/cap/funnel-ports?ports=443,8443,10000",
    "https://tailscale.com/cap/warn-funnel-no-https",
)
RANDOMIZE_PORT = "randomize-client-port"


class Attributes:
    """The attributes of the nodes of one roster by one policy."""

    __slots__ = ("_entries", "_randomize")

    def __init__(self, given: Context) -> None:
        self._entries = [
            (entry, given.selection.nodes(text.value for text in entry.target))
            for entry in given.policy.node_attrs
        ]
        options = {option.name: option.value for option in given.policy.network_options}
        randomize = options.get("randomizeClientPort")
        self._randomize = isinstance(randomize, Boolean) and randomize.value

    def of(self, node: Node) -> Mapping[str, Plain]:
        """Return the attributes of a node by name, sorted: the values of an app, None for a plain one."""
        found: dict[str, Plain] = {RANDOMIZE_PORT: None} if self._randomize else {}
        for entry, targets in self._entries:
            if targets & node.bit:
                _add(found, entry)
        return dict(sorted(found.items()))


def _add(found: dict[str, Plain], entry: NodeAttr) -> None:
    for attribute in entry.attr:
        name = attribute.value.strip()
        found.setdefault(name, None)
        if name == FUNNEL:
            found.update(dict.fromkeys(FUNNEL_COMPANIONS))
    for capability in entry.app:
        values = None if capability.parameters is None else to_python(capability.parameters)
        earlier = found.get(capability.name.value)
        both = [*earlier, *values] if isinstance(earlier, list) and isinstance(values, list) else values
        found[capability.name.value] = both
