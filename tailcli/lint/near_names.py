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
    first: dict[int, str] = {}
    alike: dict[int, list[str]] = {}
    for name in names:
        own = _own_part(name)
        if len(own) >= _SHORTEST and len(name) <= _LONGEST and not _DIGIT.search(own):
            for key in _without_one(name, own):
                other = first.setdefault(key, name)
                if other is not name:
                    alike.setdefault(key, [other]).append(name)
    seen: set[tuple[str, str]] = set()
    for bucket in alike.values():
        if len(bucket) <= _MOST_ALIKE:
            yield from _new_pairs(bucket, seen)


def _new_pairs(alike: list[str], seen: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(alike):
        for other in alike[at + 1 :]:
            pair = min(one, other), max(one, other)
            if pair not in seen:
                seen.add(pair)
                if _is_slip(one, other):
                    yield pair


def _own_part(name: str) -> str:
    """Return the part that tells names of a kind apart: ``dev`` of ``group:dev``, ``alice`` of a login."""
    return name.partition("@")[0].rpartition(":")[2]


def _rest(name: str, own: str) -> str:
    return name.replace(own, "", 1)


def _without_one(name: str, own: str) -> set[int]:
    """Return the hashes of what is left of a name without each of its letters, and of all of it.

    Numbers instead of texts: there are ten of them for each name of the file.
    """
    rest = _rest(name, own)
    return {hash((own, rest)), *(hash((own[:at] + own[at + 1 :], rest)) for at in range(len(own)))}


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two names are one slip of the finger apart, in the part that tells them apart."""
    own, others = _own_part(one), _own_part(other)
    return _rest(one, own) == _rest(other, others) and _is_typo(own, others)


def _is_typo(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) != len(long):
        return long != short + "s" and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    differing = [at for at in range(len(short)) if short[at] != long[at]]
    if len(differing) <= 1:
        return bool(differing)
    first, last = differing[0], differing[-1]
    return (
        len(differing) == last - first + 1 == len("ab")
        and short[first] == long[last]
        and short[last] == long[first]
    )
