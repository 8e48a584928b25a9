"""Which rule of the old version is which of the new one: equal rules first, then the most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.access.content import Content

ALIKE = 0.4
MOST_COMPARISONS = 40_000


def pair(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    """Return, for the number of an old rule, the number of the new rule that it stayed or became."""
    found = _equal(old, new)
    taken = set(found.values())
    left = [n for n in range(len(old)) if n not in found]
    right = [n for n in range(len(new)) if n not in taken]
    if len(left) * len(right) <= MOST_COMPARISONS:
        found.update(_alike({n: _words(old[n]) for n in left}, {n: _words(new[n]) for n in right}))
    return found


def _equal(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    waiting: dict[Content, list[int]] = {}
    for number in range(len(new) - 1, -1, -1):
        waiting.setdefault(new[number], []).append(number)
    found: dict[int, int] = {}
    for number, content in enumerate(old):
        same = waiting.get(content)
        if same:
            found[number] = same.pop()
    return found


def _alike(
    left: dict[int, frozenset[tuple[str, object]]], right: dict[int, frozenset[tuple[str, object]]]
) -> dict[int, int]:
    scored = [(-_likeness(a, b), abs(i - j), i, j) for i, a in left.items() for j, b in right.items()]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scored):
        if -score >= ALIKE and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _likeness(old: frozenset[tuple[str, object]], new: frozenset[tuple[str, object]]) -> float:
    return len(old & new) / max(1, len(old | new))


def _words(content: Content) -> frozenset[tuple[str, object]]:
    """Return what a rule says as a set, so that order does not matter and rules can be held together."""
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
