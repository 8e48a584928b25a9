"""Three answers, and how they combine (Kleene's logic)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable


Maybe: TypeAlias = "bool | None"
"""A boolean where it is known."""


class Truth(Enum):
    """Yes, no, or: what is known does not decide it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return NO if one is NO, else UNKNOWN if one is UNKNOWN, else YES (also for none at all)."""
    found = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return truth
        if truth is Truth.UNKNOWN:
            found = truth
    return found


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return YES if one is YES, else UNKNOWN if one is UNKNOWN, else NO (also for none at all)."""
    found = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return truth
        if truth is Truth.UNKNOWN:
            found = truth
    return found


def agreed(truths: Iterable[Truth]) -> Truth:
    """Return what all say; UNKNOWN where they differ or there are none."""
    different = set(truths)
    return different.pop() if len(different) == 1 else Truth.UNKNOWN


def truth_of(answer: Maybe) -> Truth:
    """Return the answer that a boolean, or None for not known, stands for."""
    if answer is None:
        return Truth.UNKNOWN
    return Truth.YES if answer else Truth.NO
