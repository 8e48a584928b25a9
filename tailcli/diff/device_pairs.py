"""Whether two versions differ for two devices of an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import overlaps
from tailcli.access.traffic import FAMILY_LINE
from tailcli.diff.model import Change, Lane

if TYPE_CHECKING:
    from tailcli.access.census import Counted
    from tailcli.access.compile import Box
    from tailcli.access.ssh import SshBox
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides, Version


class Pairs:
    """Answers for pairs of devices."""

    __slots__ = ("_sides",)

    def __init__(self, sides: Sides) -> None:
        self._sides = sides

    def differ(self, source: Counted, destination: Counted, row: Row, number: int) -> bool:
        """Tell whether for these two devices the right of a number surely is what the row says of it.

        Whatever depends on a condition is not sure.
        """
        if row.lane is Lane.SSH:
            return _differs_by_ssh(source, destination, row.change, number, self._sides)
        if row.change is Change.CHANGED or row.lane not in {Lane.NETWORK, Lane.APPLICATION}:
            return False
        if row.lane is Lane.NETWORK and not _have_family(source, destination, number):
            return False
        old, new = (_gives(source, destination, row.lane, number, side) for side in self._sides.versions)
        having, other = (new, old) if row.change is Change.GAINED else (old, new)
        return not other and any(not box.alternative for box in having)


def _gives(source: Counted, destination: Counted, lane: Lane, number: int, version: Version) -> list[Box]:
    from_, to = source.who | source.where, destination.reached_from(source)
    boxes = version.access.network if lane is Lane.NETWORK else version.access.application
    near = [box for box in boxes if box.sources & from_ and box.destinations & to]
    return [box for box in near if overlaps(box.rights, ((number, number + 1),))]


def _have_family(source: Counted, destination: Counted, number: int) -> bool:
    both = {a.version for a in source.addresses} & {a.version for a in destination.addresses}
    return any(overlaps(FAMILY_LINE[version], ((number, number + 1),)) for version in both)


def _differs_by_ssh(source: Counted, destination: Counted, change: Change, number: int, sides: Sides) -> bool:
    old = _deciding(source, destination, number, sides.old)
    new = _deciding(source, destination, number, sides.new)
    if any(box is not None and box.alternative for box in (old, new)):
        return False
    match change:
        case Change.GAINED:
            return old is None and new is not None
        case Change.LOST:
            return old is not None and new is None
        case Change.CHANGED:
            return old is not None and new is not None and old.terms != new.terms


def _deciding(source: Counted, destination: Counted, number: int, version: Version) -> SshBox | None:
    """Return the first box that may decide for two devices and a login."""
    to = destination.reached_from(source)
    wanted = ((number, number + 1),)
    return next(
        (
            box
            for box in version.ssh.boxes
            if box.sources & source.who and box.destinations & to and overlaps(box.logins, wanted)
        ),
        None,
    )
