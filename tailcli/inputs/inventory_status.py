"""``tailscale status --json``: what one node sees of its tailnet, which may be less than all of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tailcli.access.inventory import Device
from tailcli.inputs.inventory_shapes import (
    addresses,
    entries,
    field,
    flag,
    identifier,
    prefixes,
    record,
    text,
    texts,
)
from tailcli.inputs.inventory_tailscale import first_label, known_attributes, owner

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_status(value: object) -> tuple[Device, ...]:
    """Return the node itself and its peers, without those that are only there because of a share."""
    members = record(value)
    logins = field(members, "User", partial(entries, read=_login))
    read_node = partial(_node, logins=logins)
    own = field(members, "Self", read_node)
    peers = field(members, "Peer", partial(entries, read=read_node))
    return tuple(device for device in (own, *peers.values()) if device is not None)


def _login(value: object) -> str:
    return field(record(value), "LoginName", text)


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
