"""Rows for automatic approval: whose routes, exit nodes and services need nobody's word any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.definitions import family
from tailcli.access.rights_words import every_route
from tailcli.diff.holders import Holding, Kind, holder_rows, people_atoms, texts
from tailcli.diff.model import Effect, Lane
from tailcli.policy.addresses import parse_network

if TYPE_CHECKING:
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides, Version

_ROUTE, _SERVICE, _EXIT = "route ", "service ", "an exit node"


def approval_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return who may newly, or no longer, have what approved; a wider prefix covers the ones inside it."""
    kind = Kind(Lane.APPROVAL, _approvers, _covers, _words, Effect.WIDER, Effect.NARROWER, people_atoms)
    return holder_rows(sides, causes, kind)


def _approvers(version: Version) -> dict[str, list[Holding]]:
    section = version.policy.auto_approvers
    found: dict[str, list[Holding]] = {}
    for kind, label, lines in ((_ROUTE, "routes", section.routes), (_SERVICE, "services", section.services)):
        for line in lines:
            name = line.name.value.strip()
            place = partial(version.place, line.name.span, f'autoApprovers.{label}["{name}"]')
            found.setdefault(kind + name, []).append(Holding(texts(line.approvers), place))
    if section.exit_node and section.exit_node_key is not None:
        place = partial(version.place, section.exit_node_key.span, "autoApprovers.exitNode")
        found[_EXIT] = [Holding(texts(section.exit_node), place)]
    return found


def _covers(held: str, wanted: str) -> bool:
    if held == wanted:
        return True
    if not (held.startswith(_ROUTE) and wanted.startswith(_ROUTE)):
        return False
    wide, narrow = (parse_network(name.removeprefix(_ROUTE)) for name in (held, wanted))
    if wide is None or narrow is None or wide.version != narrow.version:
        return False
    return wide.first <= narrow.first and narrow.last <= wide.last


def _words(thing: str) -> str:
    if thing == _EXIT:
        return "approved as an exit node"
    if not thing.startswith(_ROUTE):
        return f"approved {thing}"
    network = parse_network(thing.removeprefix(_ROUTE))
    if network is not None and family(network)[network.version] == networks.ALL[network.version]:
        return f"approved {every_route(network.version)}"
    return f"approved {thing} and any inside it"
