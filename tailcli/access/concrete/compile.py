"""From a policy and a device list to what each node is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.approvals import Approvals
from tailcli.access.concrete.attributes import Attributes
from tailcli.access.concrete.filters import Filters
from tailcli.access.concrete.gaps import gaps
from tailcli.access.concrete.parts import compile_parts, context
from tailcli.access.concrete.roster import Roster
from tailcli.access.concrete.ssh_policy import ssh_parts, ssh_rules
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.access.concrete.gaps import Gap
    from tailcli.access.concrete.roster import Node
    from tailcli.access.concrete.wire import FilterRule, WireSshRule
    from tailcli.access.inventory import Inventory
    from tailcli.hujson.plain import Plain
    from tailcli.policy.model import Policy


class NodeAccess(NamedTuple):
    """What one node is given.

    Attributes:
        node: the node, with its device.
        packet_filter: who may reach it; empty means nobody.
        ssh: who may log in; the first rule that matches decides.
        attributes: the attributes that the policy gives it, beside those that every node has.
        approved_routes: the routes that it advertises and that the policy approves by itself.
    """

    node: Node
    packet_filter: tuple[FilterRule, ...]
    ssh: tuple[WireSshRule, ...]
    attributes: Mapping[str, Plain]
    approved_routes: tuple[str, ...]


class Compiled(NamedTuple):
    """What every node is given.

    Attributes:
        roster: all nodes of the inventory.
        nodes: what each is given; devices of other tailnets are left out, they get their rules from there.
        gaps: what the inventory does not tell, so that the answer depends on it.
    """

    roster: Roster
    nodes: tuple[NodeAccess, ...]
    gaps: tuple[Gap, ...]


def compile_nodes(policy: Policy, inventory: Inventory) -> Compiled:
    """Work out what each node is given. The policy need not be one that the control plane accepts."""
    roster = Roster(inventory)
    given = context(policy, roster)
    filters = Filters(compile_parts(given), roster, given.selection)
    attributes = Attributes(given)
    approvals = Approvals(given)
    ssh = ssh_parts(given)
    return Compiled(
        roster,
        tuple(
            NodeAccess(
                node,
                filters.of(node),
                ssh_rules(ssh, node, roster),
                attributes.of(node),
                approvals.of(node),
            )
            for node in roster.of(roster.everyone)
        ),
        gaps(given),
    )
