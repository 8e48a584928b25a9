"""Which SSH rules are responsible for a row: all that let in on its terms, not only the first to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.ssh import SshBox
    from tailcli.diff.ssh_rows import Cell


def responsible(
    deciding: Iterable[SshBox], boxes: Iterable[SshBox], parts: Sequence[Cell]
) -> tuple[SshBox, ...]:
    """Return a box of each rule that lets in somewhere in the parts as deciding ones do; these come first.

    ``boxes`` are all of the version.
    """
    found = {id(box.rule): box for box in deciding}
    terms = {(box.alternative, box.terms) for box in found.values()}
    for box in boxes:
        is_like = (box.alternative, box.terms) in terms and id(box.rule) not in found
        if is_like and any(_gives_some(box, part) for part in parts):
            found[id(box.rule)] = box
    return tuple(found.values())


def _gives_some(box: SshBox, cell: Cell) -> bool:
    meets = box.sources & cell.sources and box.destinations & cell.destinations
    return bool(meets) and any(overlaps(box.logins, ((login, login + 1),)) for login in cell.logins)
