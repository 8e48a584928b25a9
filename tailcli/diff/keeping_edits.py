"""Edits that give nothing new, and without which more would be lost: they keep part of what another ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.conditions import implies
from tailcli.access.ranges import overlaps
from tailcli.compare.subtract import difference
from tailcli.diff.model import Change, Lane
from tailcli.diff.sides import rule_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tailcli.access.compile import Box
    from tailcli.compare.subtract import Piece
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause, Row
    from tailcli.diff.sides import Sides, Version

MOST_BOXES = 300
"""So many parts of lost rules, or of edited ones, are looked at: it is only a word beside an edit."""


def keeping_rules(rows: Iterable[Row], idle: Collection[Cause], causes: Causes, sides: Sides) -> set[int]:
    """Return the rules of the new version by whose edits, which no row names, some access stays.

    That is what a rule of which a row tells a loss gave, and what no rule gives that stayed as it was.
    """
    unnamed = frozenset(idle)
    rules = range(len(sides.new.access.rules)) if unnamed else ()
    edited = {n for n in rules if causes.of_rule(n, gained=True) in unnamed}
    lost = [row for row in rows if row.change is Change.LOST] if edited else []
    found: set[int] = set()
    for lane in (Lane.NETWORK, Lane.APPLICATION):
        labels = {place.label for row in lost if row.lane is lane for place in row.old}
        if labels:
            found.update(_keeping(edited, labels, lane, sides))
    return found


def _keeping(edited: set[int], labels: set[str], lane: Lane, sides: Sides) -> Iterator[int]:
    old, new = sides.old, sides.new
    ended = {n for n, rule in enumerate(old.access.rules) if rule_label(rule) in labels}
    gave = [box for box in _boxes(old, lane) if box.rule in ended]
    giving = [box for box in _boxes(new, lane) if box.rule in edited]
    if max(len(gave), len(giving)) > MOST_BOXES:
        return
    others = [box for box in _boxes(new, lane) if box.rule not in edited]
    left = difference(gave, others, new.access.universe.singles)
    yield from (box.rule for box in giving if any(_gives_some(box, piece) for piece in left))


def _boxes(version: Version, lane: Lane) -> tuple[Box, ...]:
    return version.access.network if lane is Lane.NETWORK else version.access.application


def _gives_some(box: Box, piece: Piece) -> bool:
    return (
        bool(box.sources & piece.sources and box.destinations & piece.destinations)
        and implies(piece.alternative, box.alternative)
        and overlaps(box.rights, piece.rights)
    )
