"""What two texts have in common at their beginning and at their end: most, in two versions of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Ends(NamedTuple):
    """The common beginning and the common end of two texts, which do not overlap in either.

    Attributes:
        head: where the common beginning ends, in both.
        old_tail: where the common end begins in the old text.
        new_tail: where it begins in the new one.
    """

    head: int
    old_tail: int
    new_tail: int

    @property
    def shift(self) -> int:
        """How much farther back the common end stands in the new text."""
        return self.new_tail - self.old_tail


def shared_ends(old: str, new: str) -> Ends:
    """Return the longest common beginning, and the longest common end of what is left behind it."""
    shortest = min(len(old), len(new))
    head = _longest(shortest, lambda start, end: old[start:end] == new[start:end])
    tail = _longest(
        shortest - head,
        lambda start, end: old[len(old) - end : len(old) - start] == new[len(new) - end : len(new) - start],
    )
    return Ends(head, len(old) - tail, len(new) - tail)


def _longest(most: int, is_same: Callable[[int, int], bool]) -> int:
    """Return up to where everything is the same, by halves: long slices are compared at full speed."""
    known, end = 0, most
    while known < end:
        middle = (known + end + 1) // 2
        if is_same(known, middle):
            known = middle
        else:
            end = middle - 1
    return known
