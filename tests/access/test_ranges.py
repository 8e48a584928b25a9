"""Sets of integers keep the laws of sets."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.ranges import Ranges, contains, intersect, of, overlaps, subtract, union, union_all

TOP = 40
pairs = st.tuples(st.integers(0, TOP), st.integers(0, TOP))
few = st.lists(pairs, max_size=6).map(of)
many = st.lists(st.integers(0, 3 * TOP), min_size=20, max_size=60).map(
    lambda numbers: of((number, number + 1) for number in numbers)
)
sets = few | many


def elements(ranges: Ranges) -> set[int]:
    return {number for first, end in ranges for number in range(first, end)}


@given(st.lists(pairs, max_size=8))
def test_of_is_sorted_disjoint_and_loses_nothing(given_pairs: list[tuple[int, int]]) -> None:
    found = of(given_pairs)
    assert elements(found) == {n for first, end in given_pairs for n in range(first, end)}
    assert all(first < end for first, end in found)
    assert all(left[1] < right[0] for left, right in itertools.pairwise(found))


@given(sets, sets)
def test_operations_are_those_of_sets(left: Ranges, right: Ranges) -> None:
    a, b = elements(left), elements(right)
    assert elements(union(left, right)) == a | b
    assert elements(intersect(left, right)) == a & b
    assert elements(subtract(left, right)) == a - b
    assert contains(left, right) == (b <= a)
    assert overlaps(left, right) == bool(a & b)
    assert union_all([left, right, left]) == union(left, right)


@given(sets, sets)
def test_results_are_normal_so_equal_sets_are_equal_tuples(left: Ranges, right: Ranges) -> None:
    for result in (union(left, right), intersect(left, right), subtract(left, right)):
        assert result == of(result)
