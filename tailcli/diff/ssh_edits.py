"""Parts of an SSH difference by the edit that made each: several rules may have come or gone at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.ranges import overlaps
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.ssh import SshBox
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause
    from tailcli.diff.sides import Sides
    from tailcli.diff.ssh_rows import Cell

MOST_RULES = 50
"""Where more rules than this give the same, it is not told apart which of them gives what."""


class _Part(NamedTuple):
    """What one rule gives of a cell: all of its sources on all of its destinations."""

    sources: int
    destinations: int
    box: SshBox | None


def by_edit(cell: Cell, sides: Sides, causes: Causes) -> list[Cell]:
    """Split what is only gained, or only lost, by the edits of the rules that give it; else return it whole.

    The rule that gives most is asked first, so that what one rule gives is told as that.
    """
    boxes = cell.after or cell.before
    gained = bool(cell.after)
    if (cell.before and cell.after) or len({box.entry for box in boxes}) > 1:
        return [cell]
    parts = _parts(cell, _giving(cell, boxes[0], (sides.new if gained else sides.old).ssh.boxes))
    found: dict[Cause | None, list[_Part]] = {}
    for part in parts:
        rules = () if part.box is None else (part.box.rule,)
        cause = causes.of_ssh(rules, part.sources, part.destinations, gained=gained)
        found.setdefault(cause, []).append(part)
    if len(found) == 1:
        return [_with_boxes(cell, parts)]
    return [one for same in found.values() for one in _cells(cell, same)]


def _giving(cell: Cell, like: SshBox, boxes: Iterable[SshBox]) -> list[SshBox]:
    found = [
        box
        for box in boxes
        if box.entry == like.entry
        and box.sources & cell.sources
        and box.destinations & cell.destinations
        and all(overlaps(box.logins, ((login, login + 1),)) for login in cell.logins)
    ]
    return found if len(found) <= MOST_RULES else []


def _parts(cell: Cell, boxes: Sequence[SshBox]) -> list[_Part]:
    left = [(cell.sources, cell.destinations)]
    found: list[_Part] = []
    waiting = list(boxes)
    while left and waiting:
        box = max(waiting, key=lambda one: _area(one, left))
        waiting.remove(box)
        rest: list[tuple[int, int]] = []
        for sources, destinations in left:
            who, where = sources & box.sources, destinations & box.destinations
            if who and where:
                found.append(_Part(who, where, box))
                pieces = ((sources & ~who, destinations), (who, destinations & ~where))
                rest += [piece for piece in pieces if all(piece)]
            else:
                rest.append((sources, destinations))
        left = rest
    return [*found, *(_Part(*one, None) for one in left)]


def _area(box: SshBox, left: Iterable[tuple[int, int]]) -> int:
    return sum(
        (box.sources & who).bit_count() * (box.destinations & where).bit_count() for who, where in left
    )


def _cells(cell: Cell, parts: Sequence[_Part]) -> list[Cell]:
    """Return parts with one edit as few cells: those with the same destinations together, then the others."""
    by_destination: dict[int, list[_Part]] = {}
    for part in parts:
        by_destination.setdefault(part.destinations, []).append(part)
    by_source: dict[int, list[_Part]] = {}
    for same in by_destination.values():
        by_source.setdefault(every(part.sources for part in same), []).extend(same)
    return [
        _with_boxes(
            cell._replace(sources=sources, destinations=every(part.destinations for part in same)), same
        )
        for sources, same in by_source.items()
    ]


def _with_boxes(cell: Cell, parts: Iterable[_Part]) -> Cell:
    boxes = tuple({id(part.box): part.box for part in parts if part.box is not None}.values())
    if not boxes:
        return cell
    return cell._replace(after=boxes) if cell.after else cell._replace(before=boxes)
