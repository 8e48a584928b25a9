"""Conditions on an access: postures of the source and the router it must go through.

A condition is an OR of alternatives, each an AND of requirements. An access rule is compiled once for each
alternative, so a box of the engine carries exactly one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from tailcli.policy.posture_implication import covers_together as covered_by_ways
from tailcli.policy.posture_implication import excludes, follows
from tailcli.policy.postures import Assertion, canonical, parse_assertion
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Requirement(NamedTuple):
    """One thing that must be so: a posture assertion in canonical text, or a tag of the router used."""

    kind: Literal["posture", "via"]
    text: str


Alternative: TypeAlias = frozenset[Requirement]

ALWAYS: Alternative = frozenset()
"""No requirement at all."""

UNCONDITIONAL = (ALWAYS,)
"""The alternatives of a rule without conditions."""


def posture_alternatives(
    names: Iterable[str], postures: Mapping[str, tuple[str, ...]], *, fragment: bool = False
) -> tuple[Alternative, ...]:
    """Return one alternative for each posture named; no name means no condition.

    A posture that is not defined gives no alternative: nothing is known to meet it. In a fragment it is taken
    as defined elsewhere, one requirement of its own.
    """
    wanted = [name.strip() for name in names]
    if not wanted:
        return UNCONDITIONAL
    found = {name: _requirements(postures[name]) for name in wanted if name in postures}
    if fragment:
        found |= {name: frozenset({Requirement("posture", name)}) for name in wanted if name not in postures}
    return tuple(dict.fromkeys(found[name] for name in wanted if name in found))


def postures_of(alternative: Alternative) -> Alternative:
    """Return the requirements of an alternative that are about the source device."""
    return frozenset(requirement for requirement in alternative if requirement.kind == "posture")


def without_postures(alternative: Alternative) -> Alternative:
    """Return what is left of an alternative for a source that postures do not bind."""
    return alternative - postures_of(alternative)


def via_alternatives(tags: Iterable[str]) -> tuple[Alternative, ...]:
    """Return one alternative for each router tag; no tag means no condition."""
    found = dict.fromkeys(frozenset({Requirement("via", tag.strip())}) for tag in tags)
    return tuple(found) or UNCONDITIONAL


def _requirements(assertions: Iterable[str]) -> Alternative:
    return frozenset(Requirement("posture", _canonical(text)) for text in assertions)


def _canonical(text: str) -> str:
    parsed = parse_assertion(text)
    return canonical(parsed) if isinstance(parsed, Assertion) else " ".join(text.split())


def implies(strict: Alternative, loose: Alternative) -> bool:
    """Tell whether whatever meets ``strict`` surely meets ``loose``: it asks for at least the same.

    Assertions are taken by what they mean: version 1.50 or later is at least version 1.40.
    """
    return loose <= strict or (bool(strict) and _implies_by_meaning(strict, loose))


def covers_together(looses: frozenset[Alternative], strict: Alternative) -> bool:
    """Tell whether whatever meets ``strict`` surely meets one of several: ``!= 'a'`` and ``== 'a'``, say."""
    return len(looses) > 1 and bool(strict) and _covers_together(looses, strict)


@lru_cache(maxsize=1 << 14)
def _covers_together(looses: frozenset[Alternative], strict: Alternative) -> bool:
    known = _assertions(strict)
    ways = [_assertions(way) for way in (loose - strict for loose in looses) if _is_readable(way)]
    return covered_by_ways(ways, known)


def _is_readable(way: Alternative) -> bool:
    return len(_assertions(way)) == len(way)


def is_impossible(alternative: Alternative) -> bool:
    """Tell whether surely no device meets the postures of an alternative."""
    return bool(alternative) and _is_impossible(alternative)


@lru_cache(maxsize=1 << 14)
def _is_impossible(alternative: Alternative) -> bool:
    return excludes(_assertions(alternative))


@lru_cache(maxsize=1 << 16)
def _implies_by_meaning(strict: Alternative, loose: Alternative) -> bool:
    known = _assertions(strict)
    return all(_follows(requirement, known) for requirement in loose - strict)


def _follows(requirement: Requirement, known: tuple[Assertion, ...]) -> bool:
    wanted = parse_assertion(requirement.text) if requirement.kind == "posture" else None
    return isinstance(wanted, Assertion) and follows(wanted, known)


def _assertions(alternative: Alternative) -> tuple[Assertion, ...]:
    """Return the assertions that can be read; what cannot be read follows from itself alone."""
    parsed = (parse_assertion(one.text) for one in alternative if one.kind == "posture")
    return tuple(one for one in parsed if isinstance(one, Assertion))
