"""What is known of the tailnet for a diff: the lists that the user names, and what the settings tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.cli.inventory_input import known_tailnet, told_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.inventory import Inventory
    from tailcli.cli.diff_gates import Asked, GateKeeper
    from tailcli.cli.diff_input import Versions


class Facts:
    """Who and what is in the tailnet, for each diff of a run.

    Args:
        keeper: who knows which settings are in force for a diff: groups and roles are taken from the same.
        listed: what the lists say that the user names; None where none is named.
    """

    def __init__(self, keeper: GateKeeper, listed: Inventory | None = None) -> None:
        self._keeper = keeper
        self._listed = listed

    def added(self, versions: Versions, base: str | None = None) -> Versions:
        """Return versions with what is known of their tailnet: of two answers that of the settings counts.

        Raises:
            InputError: for settings that cannot be used.
        """
        return versions._replace(known=self._about(versions, base))

    def _about(self, versions: Versions, base: str | None) -> Inventory | None:
        return told_first(self._keeper.told(versions, base), self._listed)


def known_today(lists: Iterable[str], asked: Asked, path: str) -> Inventory | None:
    """Return what lists and the settings for a path say together; None where neither says anything.

    Raises:
        InputError: for a list or a settings file that cannot be used.
    """
    from tailcli.inputs.configuration import Configurations

    settings = Configurations(file=asked.file, overrides=asked.overrides, isolated=asked.isolated)
    return known_tailnet(lists, settings, path)
