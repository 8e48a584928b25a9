"""Classes of atoms: the same in whichever way they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tailcli.compare import classes as module
from tailcli.compare.classes import classes

if TYPE_CHECKING:
    import pytest

sets = st.lists(st.integers(0, 2**9 - 1), max_size=8)


def found(whole: int, sides: list[int]) -> dict[int, list[int]]:
    numbered = list(enumerate(sides))
    return {part: [n for n, _ in held] for part, held in classes(whole, numbered, lambda one: one[1])}


@given(st.integers(0, 2**9 - 1), sets)
def test_classes_are_disjoint_and_hold_what_the_sets_hold(whole: int, sides: list[int]) -> None:
    parts = found(whole, sides)
    assert sum(parts) == whole
    assert all(parts)
    for part, held in parts.items():
        assert [n for n, side in enumerate(sides) if part & side] == held
        assert all(part & sides[n] == part for n in held)


def test_many_sets_give_the_same_classes_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = [0b1111_0000, 0b0011_1100, 0b0000_0001, 0, 0b1111_1111_1111]
    few = found(0b1111_1111, sides)
    monkeypatch.setattr(module, "_FEW", 0)
    assert found(0b1111_1111, sides) == few
    assert sum(few) == 0b1111_1111


def test_more_sets_than_are_cut_one_by_one() -> None:
    sides = [0b11 << n for n in range(100)]
    parts = found(2**101 - 1, sides)
    assert len(parts) == 101
    assert parts[1] == [0]
    assert parts[0b10] == [0, 1]
