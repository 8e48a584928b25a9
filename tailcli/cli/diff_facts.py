"""What is known of the tailnet for a diff: the lists that the user names, and what the settings tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.inventory import Inventory
    from tailcli.cli.diff_gates import GateKeeper
    from tailcli.cli.diff_input import Versions


class Facts:
    """Who and what is in the tailnet, for each diff of a run; every list is read once.

    Args:
        keeper: who knows which settings are in force for a diff: groups and roles are taken from the same.
        lists: the files that the user names, - for the standard input.

    Raises:
        InputError: for a list that cannot be used.
    """

    def __init__(self, keeper: GateKeeper, lists: Iterable[str] = ()) -> None:
        self._keeper = keeper
        self._listed = _read(tuple(lists))

    def about(self, versions: Versions, base: str | None) -> Inventory | None:
        """Return what is known; None where nobody told anything. Of two answers that of the settings counts.

        Raises:
            InputError: for settings that cannot be used.
        """
        told = self._keeper.told(versions, base)
        if told is None or self._listed is None:
            return told or self._listed
        from tailcli.access.inventory import merge_inventories

        return merge_inventories((told, self._listed))


def _read(lists: tuple[str, ...]) -> Inventory | None:
    if not lists:
        return None
    from tailcli.inputs.inventory import read_inventory_files

    return read_inventory_files(lists)
