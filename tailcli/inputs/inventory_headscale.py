"""headscale's ``nodes list`` and ``users list``, as printed before and since 0.30.

Both write the same names (``ip_addresses`` and ``ipAddresses``) once case and underscores do not count, and
differ in how they write ids and times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.inventory import Device, User
from tailcli.inputs.inventory_shapes import (
    ShapeError,
    addresses,
    field,
    identifier,
    prefixes,
    record,
    text,
    texts,
)
from tailcli.inputs.inventory_tailscale import owner

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_node(value: object) -> Device:
    """Return one node. Its tags are ``tags``, or what older versions list as forced and as valid tags."""
    members = record(value)
    tags = _tags(members)
    name = field(members, "givenName", text) or field(members, "name", text)
    return Device(
        name=name,
        addresses=field(members, "ipAddresses", addresses),
        user=owner(field(members, "user", _login), tags),
        tags=tags,
        served_routes=field(members, "subnetRoutes", prefixes),
        advertised_routes=field(members, "availableRoutes", prefixes),
        stable_id=field(members, "id", identifier),
    )


def _tags(members: Mapping[str, object]) -> tuple[str, ...]:
    lists = (field(members, name, texts) for name in ("tags", "forcedTags", "validTags"))
    return tuple(dict.fromkeys(tag for tags in lists for tag in tags))


def _login(value: object) -> str:
    """The login of a user object as a policy would write it; empty where there is none.

    A user with an e-mail address is known by it; another one by the name, which a policy writes with an
    ``@`` at the end.
    """
    if value is None:
        return ""
    members = record(value)
    name = field(members, "email", text) or field(members, "name", text)
    return name if "@" in name or not name or name == "tagged-devices" else f"{name}@"


def read_user(value: object) -> User:
    """Return one user; headscale knows no roles."""
    login = _login(value)
    if not login:
        raise ShapeError("a name", "none").within("name")
    return User(login)
