"""What is known of the tailnet for a run: the lists that the user names, and what the settings tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.inventory import merge_inventories
from tailcli.inputs.inventory import read_inventory_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.inventory import Inventory
    from tailcli.inputs.configuration import Configurations


def known_tailnet(devices: Iterable[str], configurations: Configurations, policy: str) -> Inventory:
    """Return what the lists and the settings of a policy's path say together; the settings count first.

    Raises:
        InputError: for a list or a settings file that cannot be used.
    """
    told = configurations.find(policy).configuration.inventory
    lists = read_inventory_files(devices)
    return lists if told is None else merge_inventories((told, lists))
