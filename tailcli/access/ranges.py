"""Sets of integers as sorted ranges: addresses, and the line of protocols and ports.

A set is a tuple of half-open ``(first, end)`` pairs, sorted, disjoint and not touching, so equal sets are
equal tuples. All operations are linear in the number of ranges; where one set is small, in that of the ranges
of the other one near it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges: TypeAlias = tuple[tuple[int, int], ...]

EMPTY: Ranges = ()


def of(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Return the set of all the given ranges; they may overlap, touch, be empty and come in any order."""
    merged: list[tuple[int, int]] = []
    for first, end in sorted(pairs):
        if first >= end:
            continue
        if merged and first <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((first, end))
    return tuple(merged)


def union(left: Ranges, right: Ranges) -> Ranges:
    """Return what is in either set."""
    if not left or left == right:
        return right
    if not right:
        return left
    return of((*left, *right))


def union_all(sets: Iterable[Ranges]) -> Ranges:
    """Return what is in any of the sets."""
    distinct = set(sets)
    return distinct.pop() if len(distinct) == 1 else of([pair for ranges in distinct for pair in ranges])


def _span(ranges: Ranges, other: Ranges) -> slice:
    """Return where the ranges stand between the first and the last element of the other set, not empty."""
    start = bisect_left(ranges, (other[0][0],))
    if start and ranges[start - 1][1] > other[0][0]:
        start -= 1
    return slice(start, bisect_left(ranges, (other[-1][1],), start))


_FEW = 8
"""So few ranges are gone through rather than searched."""


def intersect(left: Ranges, right: Ranges) -> Ranges:
    """Return what is in both sets."""
    if not left or not right:
        return EMPTY
    if len(left) > _FEW:
        left = left[_span(left, right)]
    if len(right) > _FEW and left:
        right = right[_span(right, left)]
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        first = max(left[i][0], right[j][0])
        end = min(left[i][1], right[j][1])
        if first < end:
            found.append((first, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(left: Ranges, right: Ranges) -> Ranges:
    """Return what is in ``left`` and not in ``right``."""
    if not right or not left:
        return left
    if len(right) > _FEW:
        right = right[_span(right, left)]
    if len(left) <= _FEW or not right:
        return _less(left, right)
    near = _span(left, right)
    return left[: near.start] + _less(left[near], right) + left[near.stop :]


def _less(left: Ranges, right: Ranges) -> Ranges:
    kept: list[tuple[int, int]] = []
    j = 0
    for first, end in left:
        at = first
        while j < len(right) and right[j][1] <= at:
            j += 1
        i = j
        while i < len(right) and right[i][0] < end:
            if right[i][0] > at:
                kept.append((at, right[i][0]))
            at = max(at, right[i][1])
            i += 1
        if at < end:
            kept.append((at, end))
    return tuple(kept)


def contains(ranges: Ranges, part: Ranges) -> bool:
    """Tell whether every element of ``part`` is in ``ranges``."""
    if len(ranges) > _FEW and part:
        ranges = ranges[_span(ranges, part)]
    j = 0
    for first, end in part:  # each must lie in one range, as these do not touch
        while j < len(ranges) and ranges[j][1] < end:
            j += 1
        if j == len(ranges) or ranges[j][0] > first:
            return False
    return True


def overlaps(left: Ranges, right: Ranges) -> bool:
    """Tell whether the sets share an element."""
    if not left or not right:
        return False
    if len(left) > _FEW:
        left = left[_span(left, right)]
    if len(right) > _FEW and left:
        right = right[_span(right, left)]
    i = j = 0
    while i < len(left) and j < len(right):
        first, end = left[i]
        other_first, other_end = right[j]
        if first < other_end and other_first < end:
            return True
        if end <= other_end:
            i += 1
        else:
            j += 1
    return False
