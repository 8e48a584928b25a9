"""The same access under any of several conditions: one row that names them all, not one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.model import Change, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_THROUGH = "only through "
_IF = "only if the device has "


def conditions_together(rows: Iterable[Row]) -> list[Row]:
    """Tell rows in one that differ in nothing but the condition: each of them is enough.

    The row keeps the witness of the first of them and stands for the pairs of all.
    """
    together: dict[Row, list[Row]] = {}
    for row in rows:
        together.setdefault(_key(row), []).append(row)
    return [_joined(found) for found in together.values()]


def _key(row: Row) -> Row:
    """Return what such rows have in common; a row without a condition has only its like."""
    if not _condition(row):
        return row
    return _on(row, "")._replace(witness=None, pairs=0, depends=(), is_tested=None)


def _condition(row: Row) -> str:
    match row.change:
        case Change.GAINED:
            return row.after
        case Change.LOST:
            return row.before
        case Change.CHANGED:
            return ""


def _on(row: Row, condition: str) -> Row:
    return row._replace(after=condition) if row.change is Change.GAINED else row._replace(before=condition)


def _joined(rows: Sequence[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    asked = [row.is_tested for row in rows if row.is_tested is not None]
    return _on(rows[0], any_of(list(dict.fromkeys(map(_condition, rows)))))._replace(
        pairs=sum(row.pairs for row in rows),
        depends=tuple(dict.fromkeys(fact for row in rows for fact in row.depends)),
        is_tested=any(asked) if asked else None,
    )


def any_of(texts: Sequence[str]) -> str:
    """Return conditions of which one has to hold; what they begin with alike is said once."""
    if len(texts) > 1 and all(text.startswith(_THROUGH) and ";" not in text for text in texts):
        tags = [text.removeprefix(_THROUGH) for text in texts]
        return f"{_THROUGH}{', '.join(tags[:-1])} or {tags[-1]}"
    is_alike = all(text.startswith(_IF) and ";" not in text for text in texts)
    rest = (text.removeprefix(_IF) if is_alike else text for text in texts[1:])
    return ", or ".join([*texts[:1], *rest])
