"""Splitting a set of atoms into the classes that a list of boxes can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tailcli.access.atoms import bits, members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    for part, held_by in (_cut if len(by_side) <= _FEW else _gathered)(whole, by_side):
        yield part, [items[number] for number in members(held_by)]


_FEW = 64
"""So many sets cut the whole one after the other; of more, each atom is asked for the sets that hold it."""


def _cut(whole: int, sets: Mapping[int, int]) -> Iterable[tuple[int, int]]:
    parts: dict[int, int] = {whole: 0} if whole else {}
    for atoms, numbers in sets.items():
        parts = dict(_split(parts, atoms, numbers))
    return parts.items()


def _split(parts: dict[int, int], atoms: int, mark: int) -> Iterator[tuple[int, int]]:
    for part, held_by in parts.items():
        inside = part & atoms
        if inside:
            yield inside, held_by | mark
        if inside != part:
            yield part & ~atoms, held_by


def _gathered(whole: int, sets: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Gather the atoms that the same sets hold: the cost follows the sizes of the sets, not their number."""
    signatures: dict[int, int] = {}
    rest = whole
    for atoms, numbers in sets.items():
        rest &= ~atoms
        for atom in members(atoms):
            signatures[atom] = signatures.get(atom, 0) | numbers
    parts: dict[int, list[int]] = {}
    for atom, numbers in signatures.items():
        parts.setdefault(numbers, []).append(atom)
    for numbers, found in parts.items():
        yield bits(found), numbers
    if rest:
        yield rest, 0
