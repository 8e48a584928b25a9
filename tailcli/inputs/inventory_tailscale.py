"""The lists of Tailscale's API: devices (with ``fields=all`` for routes) and users."""

from __future__ import annotations

from tailcli.access.inventory import Device, User
from tailcli.inputs.inventory_shapes import (
    ShapeError,
    addresses,
    field,
    flag,
    identifier,
    prefixes,
    record,
    scalars,
    shown,
    text,
    texts,
)

TAGGED_OWNER = "tagged-devices"
"""The pseudo user that some formats name as the owner of a tagged device."""


def read_device(value: object) -> Device:
    """Return one entry of the API's device list.

    An entry may also carry ``attributes``, as the API's call for a single device's posture attributes gives
    them. An entry with attributes and an id, and no ``addresses``, only adds to the device of that id.
    """
    members = record(value)
    attributes = field(members, "attributes", scalars)
    stable_id = field(members, "nodeId", identifier) or field(members, "id", identifier)
    if attributes and stable_id and "addresses" not in members:
        return Device("", (), attributes=attributes, stable_id=stable_id)
    advertised = field(members, "advertisedRoutes", prefixes)
    enabled = frozenset(field(members, "enabledRoutes", prefixes))
    tags = field(members, "tags", texts)
    fqdn = field(members, "name", text).rstrip(".")
    known = known_attributes(field(members, "os", text), field(members, "clientVersion", text))
    return Device(
        name=first_label(fqdn) or field(members, "hostname", text),
        addresses=field(members, "addresses", addresses),
        user=owner(field(members, "user", text), tags),
        tags=tags,
        served_routes=tuple(route for route in advertised if route in enabled),
        advertised_routes=advertised,
        attributes={**known, **attributes},
        external=field(members, "isExternal", flag),
        stable_id=stable_id,
        fqdn=fqdn if "." in fqdn else "",
    )


def owner(login: str, tags: tuple[str, ...]) -> str | None:
    """Return whose the device is: nobody's where it has tags, whatever login registered it."""
    return None if tags or login in {"", TAGGED_OWNER} else login


def first_label(fqdn: str) -> str:
    """Return the part of a DNS name before the first dot."""
    return fqdn.partition(".")[0]


def known_attributes(operating_system: str, version: str) -> dict[str, str | float | bool]:
    """Return the posture attributes that a device list tells: the system, and the version of the client."""
    attributes: dict[str, str | float | bool] = {}
    if operating_system:
        # The lists write macOS and iOS; the attribute is lower case.
        attributes["node:os"] = operating_system.lower()
    if version:
        attributes["node:tsVersion"] = version.partition("-")[0]
    return attributes


def read_user(value: object) -> User:
    """Return one entry of the API's user list."""
    members = record(value)
    login = field(members, "loginName", text)
    if not login:
        raise ShapeError("a login", shown(members.get("loginname"))).within("loginName")
    shared = field(members, "type", text).lower() == "shared"
    return User(login, field(members, "role", text) or None, shared)
