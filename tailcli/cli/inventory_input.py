"""What is known of the tailnet for a run: the lists that the user names, and what the settings tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.inventory import Inventory
    from tailcli.inputs.configuration import Configurations


def known_tailnet(devices: Iterable[str], configurations: Configurations, policy: str) -> Inventory | None:
    """Return what lists and the settings for a policy's path say together; None where neither tells anything.

    The settings for a version in git (``REV:PATH``) are those of its revision.

    Raises:
        InputError: for a list or a settings file that cannot be used.
    """
    return told_first(configurations.find_beside(policy).configuration.inventory, listed(tuple(devices)))


def told_first(told: Inventory | None, lists: Inventory | None) -> Inventory | None:
    """Return what settings and lists say together; where both tell, the settings count."""
    if told is None or lists is None:
        return told or lists
    from tailcli.access.inventory import merge_inventories

    return merge_inventories((told, lists))


def listed(devices: tuple[str, ...]) -> Inventory | None:
    """Return what lists of devices and users say, None where none is given.

    Raises:
        InputError: for a list that cannot be used.
    """
    if not devices:
        return None
    from tailcli.inputs.inventory import read_inventory_files

    return read_inventory_files(devices)
