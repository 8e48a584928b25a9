"""Which rule of the old version is which of the new one: equal rules first, then the most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from tailcli.access.content import Content

ALIKE = 0.4
MOST_COMPARISONS = 40_000

Said: TypeAlias = frozenset[tuple[str, object]]
Rule = TypeVar("Rule", bound="Hashable")


def pair(
    old: Sequence[Rule],
    new: Sequence[Rule],
    said: Callable[[Rule], Said],
    is_one: Callable[[Rule, Rule], bool] | None = None,
) -> dict[int, int]:
    """Return, for the number of an old rule, the number of the new rule that it stayed or became.

    ``said`` is what a rule says as a set; ``is_one`` may take two rules for one that have fewer words in
    common than it takes otherwise. Where very many rules changed, those that keep most of their words
    are still found, as far as a bounded search goes.
    """
    found = _in_place(old, new)
    taken = set(found.values())
    found |= _equal(
        ((n, rule) for n, rule in enumerate(old) if n not in found),
        ((n, rule) for n, rule in enumerate(new) if n not in taken),
    )
    left, right = _unpaired(old, new, found)
    if left and right:
        before, after = {n: said(old[n]) for n in left}, {n: said(new[n]) for n in right}
        found.update(_alike(before, after, lambda i, j: is_one is not None and is_one(old[i], new[j])))
    return found


def _in_place(old: Sequence[Rule], new: Sequence[Rule]) -> dict[int, int]:
    """Pair the equal rules at the beginning and at the end: most of them, in a change of a few lines."""
    shortest = min(len(old), len(new))
    start = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    found = {n: n for n in range(start)}
    for back in range(1, shortest - start + 1):
        if old[-back] != new[-back]:
            break
        found[len(old) - back] = len(new) - back
    return found


def _unpaired(
    old: Sequence[object], new: Sequence[object], found: dict[int, int]
) -> tuple[list[int], list[int]]:
    taken = set(found.values())
    return [n for n in range(len(old)) if n not in found], [n for n in range(len(new)) if n not in taken]


def _equal(old: Iterable[tuple[int, Rule]], new: Iterable[tuple[int, Rule]]) -> dict[int, int]:
    waiting: dict[Rule, list[int]] = {}
    for number, rule in reversed(list(new)):
        waiting.setdefault(rule, []).append(number)
    found: dict[int, int] = {}
    for number, rule in old:
        same = waiting.get(rule)
        if same:
            found[number] = same.pop()
    return found


def _alike(
    left: dict[int, Said], right: dict[int, Said], is_one: Callable[[int, int], bool]
) -> dict[int, int]:
    """Pair what has enough in common, those first of which one keeps most of the other's words."""
    near = [(i, j) for i, j in _near(left, right) if _likeness(left[i], right[j]) >= ALIKE or is_one(i, j)]
    scored = [(-_closeness(left[i], right[j]), abs(i - j), i, j) for i, j in near]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _near(left: dict[int, Said], right: dict[int, Said]) -> Iterable[tuple[int, int]]:
    """Return the pairs to compare: all, or where they are too many those at the same place of the order."""
    if len(left) * len(right) <= MOST_COMPARISONS:
        return ((i, j) for i in left for j in right)
    window = max(1, MOST_COMPARISONS // (len(left) + len(right)))
    ordered = list(right)
    return ((i, j) for at, i in enumerate(left) for j in ordered[max(0, at - window) : at + window + 1])


def _likeness(old: Said, new: Said) -> float:
    return len(old & new) / max(1, len(old | new))


def _closeness(old: Said, new: Said) -> float:
    """Words that only came or only went make a rule no other one."""
    return _likeness(old, new) + len(old & new) / max(1, min(len(old), len(new)))


def said_by(content: Content) -> Said:
    """Return what an access rule says as a set, so that order does not matter."""
    return frozenset(
        [
            *(("src", text) for text in content.sources),
            *(("dst", text) for text in content.destinations),
            *(("opened", opened) for opened, _ in content.opened),
            *(("app", permission) for permission in content.permissions),
            *(("posture", text) for text in content.postures),
            *(("via", text) for text in content.via),
        ]
    )
