"""What is known of a tailnet beside its policy: devices, users, groups, roles and domains.

Read from files by :mod:`tailcli.inputs`; every part may be missing, and missing is not the same as empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Device(NamedTuple):
    """A node of the tailnet.

    Attributes:
        name: the name to show: the machine's first DNS label where known, unique in practice.
        addresses: its tailnet addresses as written, IPv4 and IPv6 in any order.
        user: the login that owns it; None for a tagged device.
        tags: its tags; a device with tags belongs to no user.
        served_routes: the routes it advertises that are also approved (exit routes included).
        advertised_routes: the routes it advertises.
        attributes: posture attributes by name, as far as known (``node:os`` and the like).
        external: whether it was shared in from another tailnet.
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
        roles: logins by role name (``admin`` without ``autogroup:``).
        domains: the tailnet's own login domains.
    """

    devices: tuple[Device, ...] | None = None
    users: tuple[User, ...] | None = None
    groups: Mapping[str, tuple[str, ...]] = {}
    roles: Mapping[str, tuple[str, ...]] | None = None
    domains: tuple[str, ...] | None = None
