"""Parts of a difference by the settings that hold there: a row can tell one set of them as terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import every
from tailcli.compare.classes import classes
from tailcli.compare.subtract import without_own_class
from tailcli.diff.binding_settings import is_setting, settings_of
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.permissions import Permission
    from tailcli.compare.subtract import Piece
    from tailcli.diff.binding_settings import Settings


class _Setting(NamedTuple):
    """A box that sets something, in the one version or in the other."""

    sources: int
    destinations: int
    permissions: tuple[Permission, ...]
    is_there: bool


def by_settings(
    pieces: Sequence[Piece],
    here: Iterable[Box],
    there: Iterable[Box],
    permissions: Sequence[Permission],
    singles: int,
) -> list[Sequence[Piece]]:
    """Split pieces so that between all ends of each part the same is set ``here``, and the same ``there``.

    They are as they were where that is so of all of them.
    """
    boxes = [*_setting(here, permissions, is_there=False), *_setting(there, permissions, is_there=True)]
    parts: dict[tuple[Settings, Settings], list[Piece]] = {}
    for piece in pieces:
        for settings, areas in _areas(piece, boxes).items():
            ends = (without_own_class(*area, singles) for area in areas)
            found = [piece._replace(sources=who, destinations=where) for who, where in ends if who and where]
            parts.setdefault(settings, []).extend(found)
    kept = [part for part in parts.values() if part]
    return [*kept] if len(kept) > 1 else [pieces]


def _setting(
    boxes: Iterable[Box], permissions: Sequence[Permission], *, is_there: bool
) -> Iterator[_Setting]:
    for box in boxes:
        granted = (permissions[number] for first, end in box.rights for number in range(first, end))
        found = tuple(permission for permission in granted if is_setting(permission))
        if found:
            yield _Setting(box.sources, box.destinations, found, is_there)


def _areas(piece: Piece, boxes: Sequence[_Setting]) -> dict[tuple[Settings, Settings], list[tuple[int, int]]]:
    """Return sources and destinations by what is set between them, those with the same ends together."""
    found: dict[tuple[Settings, Settings], dict[int, int]] = {}
    for sources, near in classes(piece.sources, boxes, lambda box: box.sources):
        for destinations, hits in classes(piece.destinations, near, lambda box: box.destinations):
            by_source = found.setdefault((_of(hits, is_there=False), _of(hits, is_there=True)), {})
            by_source[sources] = by_source.get(sources, 0) | destinations
    return {settings: _together(by_source) for settings, by_source in found.items()}


def _of(boxes: Iterable[_Setting], *, is_there: bool) -> Settings:
    return settings_of(one for box in boxes if box.is_there is is_there for one in box.permissions)


def _together(by_source: dict[int, int]) -> list[tuple[int, int]]:
    by_destination: dict[int, list[int]] = {}
    for sources, destinations in by_source.items():
        by_destination.setdefault(destinations, []).append(sources)
    return [(every(sources), destinations) for destinations, sources in by_destination.items()]
