"""Did you mean: the candidate that a misspelt word most probably stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LENGTH_PER_TYPO = 4
_MOST_TYPOS = 3
_SHORTEST = 3


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to ``word``, or None if none is near enough to be a typo of it.

    A typo is a letter more, less or other, or two neighbours swapped; one is allowed from three letters on,
    then one for every four, three at most. Case does not count, and of equally near candidates the first in
    the alphabet wins.
    """
    folded = word.casefold()
    length = _own_length(folded)
    limit = min(_MOST_TYPOS, max(int(length >= _SHORTEST), length // _LENGTH_PER_TYPO))
    letters = set(folded)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        other = candidate.casefold()
        if abs(len(other) - len(folded)) > limit or len(letters.symmetric_difference(other)) > 2 * limit:
            continue
        far = _distance(folded, other, limit)
        if far <= limit and candidate != word and (best is None or (far, candidate) < best):
            best = (far, candidate)
    return None if best is None else best[1]


def _own_length(word: str) -> int:
    """The length of the part that tells names of a kind apart (``tag:`` says nothing)."""
    return len(word.rpartition(":")[2])


def _distance(left: str, right: str, limit: int) -> int:
    """The edit distance with transpositions (optimal string alignment); anything above ``limit`` is equal."""
    if left == right:
        return 0
    left, right = _without_common_ends(left, right)
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (char != other))
            if row > 1 and column > 1 and char == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


def _without_common_ends(left: str, right: str) -> tuple[str, str]:
    shortest = min(len(left), len(right))
    head = 0
    while head < shortest and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shortest - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return left[head : len(left) - tail], right[head : len(right) - tail]
