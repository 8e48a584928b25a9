"""Names that differ in one letter, found without comparing each with each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGIT = re.compile("[0-9]")
_SHORTEST = 5
_LONGEST = 100
_MOST_ALIKE = 8


def near_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that differ by one letter more, less or other, or by two swapped.

    What stands before a colon or behind an ``@`` is not looked at, but must be equal. Names with digits are
    numbered on purpose, a final ``s`` is a plural, and in short names one letter is much: these are left out.
    """
    buckets: dict[str, list[str]] = {}
    for name in names:
        own = _own_part(name)
        if len(own) >= _SHORTEST and len(name) <= _LONGEST and not _DIGIT.search(own):
            for key in _without_one(name, own):
                buckets.setdefault(key, []).append(name)
    seen: set[tuple[str, str]] = set()
    for alike in buckets.values():
        if 1 < len(alike) <= _MOST_ALIKE:
            yield from _new_pairs(alike, seen)


def _new_pairs(alike: list[str], seen: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(alike):
        for other in alike[at + 1 :]:
            pair = min(one, other), max(one, other)
            if pair not in seen:
                seen.add(pair)
                if _is_slip(_own_part(one), _own_part(other)):
                    yield pair


def _own_part(name: str) -> str:
    """Return the part that tells names of a kind apart: ``dev`` of ``group:dev``, ``alice`` of a login."""
    return name.partition("@")[0].rpartition(":")[2]


def _without_one(name: str, own: str) -> set[str]:
    before, _, after = name.partition(own)
    return {f"{before}{own}{after}"} | {f"{before}{own[:at]}{own[at + 1 :]}{after}" for at in range(len(own))}


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two parts that are equal without a letter each are one slip of the finger apart."""
    short, long = sorted((one, other), key=len)
    if len(short) != len(long):
        return long != short + "s"
    differing = [at for at in range(len(short)) if short[at] != long[at]]
    if len(differing) == 1:
        return True
    first, last = differing[0], differing[-1]
    return (
        len(differing) == last - first + 1 == len("ab")
        and short[first] == long[last]
        and short[last] == long[first]
    )
