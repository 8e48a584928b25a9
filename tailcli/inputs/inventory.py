"""Device inventories: several files of any of the known formats, read into one value.

A file's format is recognised by its content. Names of fields match without regard to case; unknown fields
are ignored, since every format grows.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from tailcli.access.inventory import Inventory, merge_inventories
from tailcli.inputs import inventory_headscale, inventory_tailscale
from tailcli.inputs.files import STDIN, read_file, read_stdin
from tailcli.inputs.inventory_document import INVENTORY_LIMIT, InventoryError, fold, place_of, read_json
from tailcli.inputs.inventory_headscale import read_node
from tailcli.inputs.inventory_shapes import ShapeError, field, items, record, shown
from tailcli.inputs.inventory_status import read_status
from tailcli.inputs.inventory_tailscale import read_device

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.inventory import User
    from tailcli.source import SourceText

__all__ = ["InventoryError", "read_inventory", "read_inventory_files"]

_DEVICE_FIELDS = frozenset({"addresses", "hostname", "nodeid"})
_NODE_FIELDS = frozenset({"ipaddresses", "givenname", "discokey", "registermethod"})
_EXPECTED = (
    "a device or user list of the Tailscale API, the output of `tailscale status --json`, "
    "or headscale's `nodes list` or `users list`"
)
_ATTRIBUTES_ALONE = (
    "posture attributes do not say whose they are; "
    'put them into a device list: {"devices": [{"nodeId": "...", "attributes": {...}}]}'
)


def read_inventory_files(names: Iterable[str]) -> Inventory:
    """Return what the named files say together, where ``-`` is the standard input.

    Raises:
        InputError: if a file cannot be read; as :func:`read_inventory` for what is in it.
    """
    return read_inventory(
        read_stdin(limit=INVENTORY_LIMIT) if name == STDIN else read_file(name, INVENTORY_LIMIT)
        for name in names
    )


def read_inventory(sources: Iterable[SourceText]) -> Inventory:
    """Return what all the files say together.

    A device that several files list (known by its stable id) is one device, the first file's, with the
    attributes of all. ``devices`` and ``users`` are None where no file lists any; an empty array, or null as
    older headscale prints it, is an empty device list.

    Raises:
        InventoryError: at the first thing that cannot be read, with its place.
    """
    parts = [(source, _read(source)) for source in sources]
    whole = merge_inventories(part for _, part in parts)
    for device in whole.devices or ():
        if not device.addresses:
            raise _orphan(device.stable_id, parts)
    return whole


def _read(source: SourceText) -> Inventory:
    value = read_json(source)
    try:
        return _inventory(value)
    except ShapeError as error:
        raise InventoryError(source.name, place_of(source, error.path), error.message) from None


def _inventory(value: object) -> Inventory:
    if value is None:
        return Inventory(devices=())
    if isinstance(value, list):
        return _array(value)
    if not isinstance(value, dict):
        raise ShapeError(_EXPECTED, shown(value))
    return _object(value)


def _array(value: list[object]) -> Inventory:
    """A bare list: of devices or users, by what the first entry has."""
    first = _names(value[0]) if value else frozenset()
    if not value or first & _DEVICE_FIELDS:
        return Inventory(devices=items(value, read_device))
    if first & _NODE_FIELDS:
        return Inventory(devices=items(value, read_node))
    return Inventory(users=items(value, _read_user))


def _object(value: dict[str, object]) -> Inventory:
    members = record(value)
    if {"backendstate", "self"} <= members.keys():
        return Inventory(devices=read_status(value))
    if "attributes" in members:
        raise ShapeError(_EXPECTED, f"one device's attributes ({_ATTRIBUTES_ALONE})")
    known = {"devices": read_device, "nodes": read_node}
    devices = [field(members, name, partial(items, read=known[name])) for name in known if name in members]
    users = field(members, "users", partial(items, read=_read_user)) if "users" in members else None
    if not devices and users is None:
        raise ShapeError(_EXPECTED, _described(value))
    return Inventory(devices=tuple(chain.from_iterable(devices)) if devices else None, users=users)


def _described(value: dict[str, object]) -> str:
    """An object that is no inventory, in words: by its first names."""
    names = ", ".join(shown(name) for name in islice(value, 3))
    return f"an object with {names}" if names else "an empty object"


def _read_user(value: object) -> User:
    """A user of either list: Tailscale's has ``loginName``, headscale's has ``name``."""
    names = _names(value)
    if "loginname" in names:
        return inventory_tailscale.read_user(value)
    if "name" in names:
        return inventory_headscale.read_user(value)
    raise ShapeError("a device or a user", shown(value) if not names else "an object that is neither")


def _names(value: object) -> frozenset[str]:
    return frozenset(map(fold, value)) if isinstance(value, dict) else frozenset()


def _orphan(stable_id: str, read: Iterable[tuple[SourceText, Inventory]]) -> InventoryError:
    """The error for attributes whose device no file lists."""
    message = f"attributes for the device {shown(stable_id)}, which no list of devices holds"
    for source, part in read:
        for index, device in enumerate(part.devices or ()):
            if device.stable_id == stable_id:
                bare = source.text.lstrip("\ufeff \t\r\n").startswith("[")
                place = place_of(source, (index,) if bare else ("devices", index))
                return InventoryError(source.name, place, message)
    raise AssertionError(stable_id)
