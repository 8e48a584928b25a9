"""Which rule of the old version is which of the new one: equal rules first, then the most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.vocabulary import destination_host
from tailcli.policy.model import Grant

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from tailcli.access.compile import AccessRule
    from tailcli.hujson.nodes import String

ALIKE = 0.4
MOST_COMPARISONS = 40_000


def pair(old: Sequence[AccessRule | None], new: Sequence[AccessRule | None]) -> dict[int, int]:
    """Return, for the number of an old rule, the number of the new rule that it stayed or became."""
    found = _equal(old, new)
    taken = set(found.values())
    left = [n for n in range(len(old)) if n not in found]
    right = [n for n in range(len(new)) if n not in taken]
    if len(left) * len(right) <= MOST_COMPARISONS:
        found.update(_alike(old, new, left, right))
    return found


def _equal(old: Sequence[AccessRule | None], new: Sequence[AccessRule | None]) -> dict[int, int]:
    waiting: dict[Hashable, list[int]] = {}
    for number, rule in enumerate(new):
        waiting.setdefault(_words(rule), []).append(number)
    found: dict[int, int] = {}
    for number, rule in enumerate(old):
        same = waiting.get(_words(rule))
        if same:
            found[number] = same.pop(0)
    return found


def _alike(
    old: Sequence[AccessRule | None], new: Sequence[AccessRule | None], left: list[int], right: list[int]
) -> dict[int, int]:
    scored = [(-_likeness(old[i], new[j]), abs(i - j), i, j) for i in left for j in right]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scored):
        if -score >= ALIKE and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _likeness(old: AccessRule | None, new: AccessRule | None) -> float:
    if old is None or new is None:
        return 1.0 if old is new else 0.0
    left, right = _words(old), _words(new)
    return len(left & right) / max(1, len(left | right))


def _words(rule: AccessRule | None) -> frozenset[tuple[str, str]]:
    """Return what a rule says as a set, so that order does not matter and rules can be held together."""
    if rule is None:
        return frozenset()
    common = (*_tagged("src", rule.src), *_tagged("posture", rule.src_posture))
    if isinstance(rule, Grant):
        apps = (("app", capability.name.value) for capability in rule.app)
        return frozenset(
            (*common, *_tagged("dst", rule.dst), *_tagged("ip", rule.ip), *_tagged("via", rule.via), *apps)
        )
    hosts = ((("dst", destination_host(entry.value) or entry.value)) for entry in rule.dst)
    ports = (("ip", entry.value.rpartition(":")[2]) for entry in rule.dst)
    proto = () if rule.proto is None else (("proto", rule.proto.value),)
    return frozenset((*common, *hosts, *ports, *proto))


def _tagged(field: str, strings: Iterable[String]) -> list[tuple[str, str]]:
    return [(field, string.value) for string in strings]
