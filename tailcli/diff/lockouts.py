"""Rows that leave the same people without the same, told once: what matters is who is locked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.model import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.diff.model import Row

MOST_LOCKOUTS = 4
"""In how many findings it is told of the same people, each with what they lose, before it is told in one."""


def lockouts_together(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Yield rows, each with how many others it is told for: of many lock-outs of the same people the first.

    They are of one edit and leave, in words, the same people without the same.
    """
    found = list(rows)
    alike: dict[object, list[Row]] = {}
    for row in found:
        if row.risk is Risk.LOCKOUT:
            alike.setdefault(_key(row), []).append(row)
    for row in found:
        same = alike[_key(row)] if row.risk is Risk.LOCKOUT else [row]
        if len(same) <= MOST_LOCKOUTS:
            yield row, 0
        elif row is same[0]:
            yield row, len(same) - 1


def _key(row: Row) -> object:
    """Return what lock-outs of the same people have in common: "them" is whom a row names itself."""
    them = row.sources if _THEM in row.stranded else ()
    return row.cause, row.lane, row.stranded, them


_THEM = "them "
