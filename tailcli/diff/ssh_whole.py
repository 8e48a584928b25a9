"""What is left of one SSH rule in many parts, told as that rule without what other rules give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.access.ranges import overlaps
from tailcli.compare.classes import classes
from tailcli.diff.definition_edits import all_of
from tailcli.diff.drafts import MANY_PARTS
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.ssh import SshBox
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.ssh_rows import Cell

_ALREADY = "except where {} of the old version already let them in"
_STILL = "except where {} of the new version still let{} them in"
_WHERE = "only where {} of the {} version let them in"


class Whole(NamedTuple):
    """What becomes one row.

    Attributes:
        cell: the smallest cell that holds all parts.
        said: the cell that the row speaks of: that one, or all that the rule gives.
        parts: what the row counts.
        note: where in what is said it is not so; empty where it is so throughout.
    """

    cell: Cell
    said: Cell
    parts: tuple[Cell, ...]
    note: str = ""


def as_rules(cells: Iterable[Cell], sides: Sides, causes: Causes) -> Iterator[Whole]:
    """Tell together the parts of one edit and the same terms, where one rule decides in all of them."""
    groups: dict[object, list[Cell]] = {}
    for cell in cells:
        key = (bool(cell.before), bool(cell.after), cell.logins, _terms(cell), _cause(cell, causes))
        groups.setdefault(key, []).append(cell)
    for parts in groups.values():
        whole = _whole(parts, sides) if len(parts) > MANY_PARTS else None
        yield from (Whole(cell, cell, (cell,)) for cell in parts) if whole is None else (whole,)


def _terms(cell: Cell) -> tuple[object, ...]:
    return tuple(tuple(dict.fromkeys(box.entry for box in side)) for side in (cell.before, cell.after))


def _cause(cell: Cell, causes: Causes) -> Cause | None:
    boxes = cell.after or cell.before
    rules = [box.rule for box in boxes]
    return causes.of_ssh(rules, cell.sources, cell.destinations, gained=bool(cell.after))


def _whole(parts: list[Cell], sides: Sides) -> Whole | None:
    """Return the parts as one, if some rule of the version that has the access decides throughout."""
    cell = parts[0]._replace(
        sources=every(part.sources for part in parts), destinations=every(part.destinations for part in parts)
    )
    for version, boxes in ((sides.new, cell.after), (sides.old, cell.before)):
        wide = [
            next((b for b in version.ssh.boxes if b.entry == entry and gives_all(b, cell)), None)
            for entry in dict.fromkeys(box.entry for box in boxes)
        ]
        found = tuple(box for box in wide if box is not None)
        if boxes and len(found) == len(wide):
            is_new = version is sides.new
            whole = cell._replace(after=found) if is_new else cell._replace(before=found)
            said = whole if len(found) > 1 or not (cell.before and cell.after) else _all_of(whole, found[0])
            told = Whole(whole, said, tuple(parts), _note(whole, parts, sides, is_new=is_new))
            return told if _is_so(told, sides, is_new=is_new) else None
    return None


def _is_so(whole: Whole, sides: Sides, *, is_new: bool) -> bool:
    """Tell whether all is a part that is said and that the note does not leave out, for every login."""
    cell, other = whole.said, sides.old if is_new else sides.new
    near = [box for box in other.ssh.boxes if _gives_some(box, cell)]
    if not (cell.before and cell.after):
        return all(
            _is_all_in(cell, [*whole.parts, *(box for box in near if _gives(box, login))], sides)
            for login in cell.logins
        )
    deciding = {id(box.rule) for part in whole.parts for box in (part.before if is_new else part.after)}
    return all(_is_all_in(_common(cell, box), whole.parts, sides) for box in near if id(box.rule) in deciding)


def _is_all_in(area: Cell, parts: Sequence[Cell | SshBox], sides: Sides) -> bool:
    """Tell whether parts hold all of an area, apart from what one person has on their own class."""
    singles = sides.new.access.universe.singles
    for sources, hits in classes(area.sources, parts, lambda part: part.sources):
        own = sources & singles if sources.bit_count() == 1 else 0
        if area.destinations & ~every(part.destinations for part in hits) & ~own:
            return False
    return True


def _common(cell: Cell, box: SshBox) -> Cell:
    return cell._replace(
        sources=cell.sources & box.sources, destinations=cell.destinations & box.destinations
    )


def _all_of(cell: Cell, box: SshBox) -> Cell:
    return cell._replace(sources=box.sources, destinations=box.destinations)


def gives_all(box: SshBox, cell: Cell) -> bool:
    """Tell whether a rule gives all logins of a cell from all its sources to all its destinations."""
    is_wide = not cell.sources & ~box.sources and not cell.destinations & ~box.destinations
    return is_wide and all(_gives(box, login) for login in cell.logins)


def _gives(box: SshBox, login: int) -> bool:
    return overlaps(box.logins, ((login, login + 1),))


def _note(cell: Cell, parts: list[Cell], sides: Sides, *, is_new: bool) -> str:
    """Say where in the whole it is not so: where the other version lets in too, or where it does not."""
    other = sides.old if is_new else sides.new
    if cell.before and cell.after:
        boxes = [box for part in parts for box in (part.before if is_new else part.after)]
        return _WHERE.format(_labels(boxes, other), "old" if is_new else "new")
    boxes = [box for box in other.ssh.boxes if _gives_some(box, cell)]
    ending = "s" if len({id(box.rule) for box in boxes}) == 1 else ""
    return (_ALREADY if is_new else _STILL).format(_labels(boxes, other), ending) if boxes else ""


def _gives_some(box: SshBox, cell: Cell) -> bool:
    meets = box.sources & cell.sources and box.destinations & cell.destinations
    return bool(meets) and any(_gives(box, login) for login in cell.logins)


def _labels(boxes: Iterable[SshBox], version: Version) -> str:
    in_file = sorted(boxes, key=lambda box: box.rule.ordinal)
    return all_of(tuple(dict.fromkeys(version.rule_place(box.rule).label for box in in_file)))
