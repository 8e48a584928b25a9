"""Access under a posture whose definition changed: one row on other terms, not a gain and a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.model import Change, Effect, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.naming import Party

_POSTURES = "postures["


def twins_together(rows: Iterable[Row]) -> list[Row]:
    """Tell a gain and the loss of the same, both by the edit of one posture, as one row on changed terms.

    Neither definition implies the other, so what each lets through cannot be compared. Only rows that stand
    for as many pairs are told together, so that the counts still add up in both directions.
    """
    kept: list[Row] = []
    gains: dict[object, int] = {}
    for row in rows:
        key = _key(row)
        if key is not None and row.change is Change.GAINED:
            gains[key] = len(kept)
        place = gains.pop(key, None) if key is not None and row.change is Change.LOST else None
        if place is None:
            kept.append(row)
        else:
            kept[place] = _both(kept[place], row)
    return kept


def _key(row: Row) -> object:
    """Return what twins have in common; None for a row that an edited posture did not make."""
    cause = row.cause
    if cause is None or cause.old is None or cause.new is None or not cause.new.label.startswith(_POSTURES):
        return None
    return cause, _texts(row.sources), _texts(row.destinations), row.rights, row.pairs, row.notes


def _texts(parties: Iterable[Party]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((party.text, party.exceptions) for party in parties)


def _both(gain: Row, loss: Row) -> Row:
    return gain._replace(
        change=Change.CHANGED,
        effect=Effect.BOTH,
        before=loss.before,
        risk=min(gain.risk, loss.risk, key=lambda risk: risk.value),
        depends=tuple(dict.fromkeys((*gain.depends, *loss.depends))),
        is_tested=gain.is_tested or loss.is_tested,
    )
