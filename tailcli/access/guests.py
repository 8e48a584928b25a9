"""Who of the users that lists tell of is a guest: a user of another tailnet, who is no member of this one."""

from __future__ import annotations

from tailcli.access.inventory import Inventory, User


def guests_told(inventory: Inventory) -> dict[str, bool]:
    """Return for each user of whom lists tell whether they are a guest.

    A user list counts before a device list. There somebody is a guest all of whose devices are shared in: one
    of the tailnet's own makes a member.
    """
    found: dict[str, bool] = {}
    for device in inventory.devices or ():
        if device.user is not None and not device.tags:
            found[device.user] = found.get(device.user, True) and device.external
    found.update((user.login, user.shared) for user in inventory.users or ())
    return found


def only_guests(inventory: Inventory) -> Inventory:
    """Return an inventory that tells of nothing but who is a guest."""
    told = guests_told(inventory).items()
    return Inventory(users=tuple(User(login, shared=True) for login, is_guest in told if is_guest))
