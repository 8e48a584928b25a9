"""Which advertised routes the policy approves by itself (docs/semantics.md, "Approvals")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.roster import EXIT_ROUTES
from tailcli.policy.addresses import parse_network

if TYPE_CHECKING:
    from tailcli.access.concrete.parts import Context
    from tailcli.access.concrete.roster import Node


class Approvals:
    """The auto approvers of one policy against the nodes of one roster."""

    __slots__ = ("_exit", "_routes")

    def __init__(self, given: Context) -> None:
        approvers = given.policy.auto_approvers
        self._exit = given.selection.identified(text.value for text in approvers.exit_node)
        self._routes = [
            (network, given.selection.identified(text.value for text in approval.approvers))
            for approval in approvers.routes
            if (network := parse_network(approval.name.value.strip())) is not None
        ]

    def of(self, node: Node) -> tuple[str, ...]:
        """Return the routes that a node advertises and that would be approved, as it advertises them."""
        return tuple(route for route in node.device.advertised_routes if self._approves(route, node))

    def _approves(self, route: str, node: Node) -> bool:
        if route in EXIT_ROUTES:
            return bool(self._exit & node.bit)
        wanted = parse_network(route)
        return wanted is not None and any(
            approvers & node.bit and network.contains(wanted) for network, approvers in self._routes
        )
