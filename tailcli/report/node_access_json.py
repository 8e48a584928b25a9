"""What nodes are given, for programs: one JSON object, described by ``schemas/compile.schema.json``.

Filter rules and SSH rules are in the shapes that a node receives. The output is ASCII.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.roster import address_texts
from tailcli.access.concrete.wire import filter_rule_json, ssh_rule_json
from tailcli.report import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.access.concrete.compile import Compiled, NodeAccess
    from tailcli.access.concrete.gaps import Gap
    from tailcli.access.concrete.roster import Roster
    from tailcli.access.concrete.wire import Json

VERSION = 1


def render(name: str, compiled: Compiled, nodes: Sequence[NodeAccess]) -> str:
    """Return what the given nodes get from the policy file of that name."""
    document: Json = {
        "version": VERSION,
        "policy": name,
        "nodes": [_node(node) for node in nodes],
        "unknown": [_gap(gap, compiled.roster) for gap in compiled.gaps],
    }
    return json_text.document(document)


def _node(access: NodeAccess) -> Json:
    device = access.node.device
    return {
        "name": device.name,
        "addresses": address_texts(access.node),
        "user": device.user,
        "tags": device.tags,
        "packetFilter": [filter_rule_json(rule) for rule in access.packet_filter],
        "sshPolicy": {"rules": [ssh_rule_json(rule) for rule in access.ssh]},
        "attributes": access.attributes,
        "approvedRoutes": access.approved_routes,
    }


def _gap(gap: Gap, roster: Roster) -> Json:
    return {
        "missing": gap.missing.value,
        "name": gap.name,
        "nodes": [node.device.name for node in roster.of(gap.nodes)],
    }
