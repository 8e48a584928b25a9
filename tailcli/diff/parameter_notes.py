"""Which keys of a parameter object changed, where a row gains an object and another one loses its like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from tailcli.diff.model import Change
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import Row

MOST_COMPARISONS = 2_500
"""Objects are not matched where there are more pairs of them than that."""

_MOST_NOTES = 3
_WIDTH = 60
_ALIKE = 0.5

_Object: TypeAlias = "dict[str, object]"


class _Objects(NamedTuple):
    """The rows between two ends, and the parameter objects that they gain and lose, by capability."""

    places: list[int]
    gained: dict[str, list[_Object]]
    lost: dict[str, list[_Object]]


def with_parameter_notes(rows: Iterable[Row]) -> list[Row]:
    """Add to rows of permissions or node attributes a note on each parameter object that changed in part."""
    found = list(rows)
    ends: dict[object, _Objects] = {}
    for place, row in enumerate(found):
        if row.change is not Change.CHANGED:
            here = ends.setdefault((row.sources, row.destinations), _Objects([], {}, {}))
            side = here.gained if row.change is Change.GAINED else here.lost
            objects = list(_objects(row.rights))
            if objects:
                here.places.append(place)
            for capability, value in objects:
                side.setdefault(capability, []).append(value)
    for between in ends.values():
        notes = tuple(_notes(between))
        for place in between.places if notes else ():
            found[place] = found[place]._replace(notes=(*found[place].notes, *_few(notes)))
    return found


def _objects(rights: Iterable[str]) -> Iterator[tuple[str, _Object]]:
    for text in rights:
        capability, brace, rest = text.partition(" {")
        value = _read(f"{{{rest}") if brace else None
        if value is not None:
            yield capability, value


def _read(text: str) -> _Object | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _few(notes: tuple[str, ...]) -> tuple[str, ...]:
    left_out = len(notes) - _MOST_NOTES
    if left_out <= 0:
        return notes
    objects = "object" if left_out == 1 else "objects"
    return (*notes[:_MOST_NOTES], f"{left_out} more parameter {objects} changed in part")


def _notes(objects: _Objects) -> Iterator[str]:
    for capability, after in objects.gained.items():
        for old, new in _pairs(objects.lost.get(capability, []), after):
            which = next((f"{key} {_text(old[key])}, " for key in old if _names(old, new, key)), "")
            yield f"parameters changed: {which}{'; '.join(_changes(old, new))}"


def _names(old: _Object, new: _Object, key: str) -> bool:
    return isinstance(old[key], str) and old[key] == new.get(key) and len(_text(old[key])) <= _WIDTH


def _pairs(before: Sequence[_Object], after: Sequence[_Object]) -> Iterator[tuple[_Object, _Object]]:
    """Yield objects that became each other, the most alike first; none is taken twice."""
    if len(before) * len(after) > MOST_COMPARISONS:
        return
    scored = sorted(
        (-_likeness(old, new), i, j) for i, old in enumerate(before) for j, new in enumerate(after)
    )
    left, right = set(range(len(before))), set(range(len(after)))
    for score, i, j in scored:
        if -score >= _ALIKE and i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield before[i], after[j]


def _likeness(old: _Object, new: _Object) -> float:
    every = old.keys() | new.keys()
    return sum(key in old and key in new and old[key] == new[key] for key in every) / max(1, len(every))


def _changes(old: _Object, new: _Object) -> Iterator[str]:
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield f"- {key}"
        elif key not in old:
            yield f"+ {key}"
        elif old[key] != new[key]:
            yield f"{key}: {_change(old[key], new[key])}"


def _change(old: object, new: object) -> str:
    before, after = _text(old), _text(new)
    if isinstance(old, list) and isinstance(new, list):
        came = [_text(one) for one in new if one not in old]
        gone = [_text(one) for one in old if one not in new]
        before, after = "", ", ".join([*(f"+ {one}" for one in came), *(f"- {one}" for one in gone)])
        return _short(after) if after else "in another order"
    return f"{_short(before)} -> {_short(after)}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}..."


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
