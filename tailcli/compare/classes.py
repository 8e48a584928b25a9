"""Splitting a set of atoms into the classes that a list of boxes can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tailcli.access.atoms import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")


def classes(
    whole: int, items: Sequence[Item], side: Callable[[Item], int]
) -> Iterator[tuple[int, list[Item]]]:
    """Split ``whole`` into classes, each with the items whose ``side`` holds it, in their order.

    The classes are disjoint, none is empty, and together they are ``whole``.
    """
    by_side: dict[int, int] = {}
    for number, item in enumerate(items):
        atoms = side(item) & whole
        if atoms:
            by_side[atoms] = by_side.get(atoms, 0) | 1 << number
    parts: dict[int, int] = {whole: 0} if whole else {}
    for atoms, numbers in by_side.items():
        parts = dict(_split(parts, atoms, numbers))
    for part, held_by in parts.items():
        yield part, [items[number] for number in members(held_by)]


def _split(parts: dict[int, int], atoms: int, mark: int) -> Iterator[tuple[int, int]]:
    for part, held_by in parts.items():
        inside = part & atoms
        if inside:
            yield inside, held_by | mark
        if inside != part:
            yield part & ~atoms, held_by
