"""What is known of a tailnet beside its policy: devices, users, groups, roles and domains.

Read from files by :mod:`tailcli.inputs`; every part may be missing, and missing is not the same as empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Device(NamedTuple):
    """A node of the tailnet.

    Attributes:
        name: the name to show: the machine's first DNS label where known. Unique within a merged inventory.
        addresses: its tailnet addresses, IPv4 and IPv6 in any order.
        user: the login that owns it; None for a tagged device.
        tags: its tags; a device with tags belongs to no user.
        served_routes: the routes it advertises that are also approved (exit routes included).
        advertised_routes: the routes it advertises.
        attributes: posture attributes by name, as far as known (``node:os`` and the like).
        external: whether it was shared in from another tailnet.
        stable_id: the id that every list gives the same device; empty where unknown.
        fqdn: its whole DNS name without the final dot; empty where unknown.
    """

    name: str
    addresses: tuple[str, ...]
    user: str | None = None
    tags: tuple[str, ...] = ()
    served_routes: tuple[str, ...] = ()
    advertised_routes: tuple[str, ...] = ()
    attributes: Mapping[str, str | float | bool] = {}
    external: bool = False
    stable_id: str = ""
    fqdn: str = ""


class User(NamedTuple):
    """A user of the tailnet; ``role`` is the API's word (``owner``, ``admin`` ...), None where unknown."""

    login: str
    role: str | None = None
    shared: bool = False


class Inventory(NamedTuple):
    """All that the given files say. ``users``/``domains``/``roles`` are None where no file tells.

    Attributes:
        devices: every device listed; None where no device list was given (only a user list, say).
        users: every user listed.
        groups: members of groups that the policy does not define (synced ones), by group name.
        roles: logins by role name (``admin`` without ``autogroup:``), those of a user list included; a
            role that is not there has nobody.
        domains: the tailnet's own login domains.
    """

    devices: tuple[Device, ...] | None = None
    users: tuple[User, ...] | None = None
    groups: Mapping[str, tuple[str, ...]] = {}
    roles: Mapping[str, tuple[str, ...]] | None = None
    domains: tuple[str, ...] | None = None


def merge_inventories(parts: Iterable[Inventory]) -> Inventory:
    """Return what all parts say together; where two say different things the earlier one counts.

    A device that several parts list under one stable id becomes one, with the attributes of all (there the
    later one counts, so that a list of attributes may follow a list of devices). Names become unique.
    """
    known = tuple(parts)
    users = _merged_users(known)
    return Inventory(
        devices=_merged_devices(known),
        users=users,
        groups={name: members for part in reversed(known) for name, members in part.groups.items()},
        roles=_merged_roles(known, users or ()),
        domains=next((part.domains for part in known if part.domains is not None), None),
    )


def _merged_devices(parts: tuple[Inventory, ...]) -> tuple[Device, ...] | None:
    lists = [part.devices for part in parts if part.devices is not None]
    merged: dict[str | int, Device] = {}
    for device in (device for devices in lists for device in devices):
        key = device.stable_id or len(merged)
        known = merged.get(key)
        merged[key] = _joined(known, device) if known else device
    return _uniquely_named(merged.values()) if lists else None


def _joined(known: Device, other: Device) -> Device:
    """One device from two entries; an entry without addresses only adds attributes."""
    full = known if known.addresses else other
    return full._replace(attributes={**known.attributes, **other.attributes})


def _uniquely_named(devices: Iterable[Device]) -> tuple[Device, ...]:
    """The first device of a name keeps it; another one gets its DNS name, or else a number."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    named = []
    for device in devices:
        plain = device.name or device.stable_id or device.addresses[0]
        name = device.fqdn if plain in taken and device.fqdn else plain
        while name in taken:
            numbers[plain] = numbers.get(plain, 1) + 1
            name = f"{plain}-{numbers[plain]}"
        taken.add(name)
        named.append(device._replace(name=name))
    return tuple(named)


def _merged_users(parts: tuple[Inventory, ...]) -> tuple[User, ...] | None:
    lists = [part.users for part in parts if part.users is not None]
    merged: dict[str, User] = {}
    for user in (user for users in lists for user in users):
        known = merged.setdefault(user.login, user)
        if known.role is None and user.role is not None:
            merged[user.login] = known._replace(role=user.role)
    return tuple(merged.values()) if lists else None


def _merged_roles(
    parts: tuple[Inventory, ...], users: tuple[User, ...]
) -> Mapping[str, tuple[str, ...]] | None:
    """The roles that the parts name; those that they do not name, as the user list has them."""
    roles: dict[str, list[str]] = {}
    for user in users:
        if user.role is not None and not user.shared:
            roles.setdefault(user.role, []).append(user.login)
    named = {role: logins for part in reversed(parts) for role, logins in (part.roles or {}).items()}
    if not roles and all(part.roles is None for part in parts):
        return None
    return {**{role: tuple(logins) for role, logins in roles.items()}, **named}
