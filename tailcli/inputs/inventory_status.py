"""``tailscale status --json``: what one node sees of its tailnet, which may be less than all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.inventory import Device
from tailcli.inputs.inventory_shapes import (
    ShapeError,
    addresses,
    field,
    flag,
    identifier,
    prefixes,
    record,
    shown,
    text,
    texts,
)
from tailcli.inputs.inventory_tailscale import first_label, known_attributes, owner

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_status(value: object) -> tuple[Device, ...]:
    """Return the node itself and its peers, without those that are only there because of a share."""
    members = record(value)
    logins = field(members, "User", _logins)
    own = field(members, "Self", lambda node: _node(node, logins))
    peers = field(members, "Peer", lambda nodes: _peers(nodes, logins))
    return tuple(device for device in (own, *peers) if device is not None)


def _logins(value: object) -> Mapping[str, str]:
    """Logins by user id."""
    return {key: field(record(user), "LoginName", text) for key, user in _entries(value)}


def _peers(value: object, logins: Mapping[str, str]) -> tuple[Device | None, ...]:
    done: list[Device | None] = []
    for key, node in _entries(value):
        try:
            done.append(_node(node, logins))
        except ShapeError as error:
            raise error.within(key) from None
    return tuple(done)


def _entries(value: object) -> tuple[tuple[str, object], ...]:
    """The members of an object whose names are keys, as written; none for null."""
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise ShapeError("an object", shown(value))
    return tuple(value.items())


def _node(value: object, logins: Mapping[str, str]) -> Device | None:
    """One node, or None for one that this node would not show."""
    members = record(value)
    if field(members, "ShareeNode", flag):
        return None
    tags = field(members, "Tags", texts)
    own = field(members, "TailscaleIPs", addresses)
    routes = _routes(field(members, "AllowedIPs", prefixes), own)
    fqdn = field(members, "DNSName", text).rstrip(".")
    return Device(
        name=first_label(fqdn) or field(members, "HostName", text),
        addresses=own,
        user=owner(logins.get(field(members, "UserID", identifier), ""), tags),
        tags=tags,
        served_routes=routes,
        # Routes that wait for approval are not shown to other nodes.
        advertised_routes=routes,
        attributes=known_attributes(field(members, "OS", text), ""),
        external=field(members, "AltSharerUserID", identifier) not in {"", "0"},
        stable_id=field(members, "ID", identifier),
        fqdn=fqdn,
    )


def _routes(allowed: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The allowed prefixes that are not the node's own addresses."""
    single = {f"{address}/{128 if ':' in address else 32}" for address in own}
    return tuple(prefix for prefix in allowed if prefix not in single)
