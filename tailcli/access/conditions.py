"""Conditions on an access: postures of the source and the router it must go through.

A condition is an OR of alternatives, each an AND of requirements. An access rule is compiled once for each
alternative, so a box of the engine carries exactly one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tailcli.policy.postures import Assertion, canonical, parse_assertion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Requirement(NamedTuple):
    """One thing that must be so: a posture assertion in canonical text, or a tag of the router used."""

    kind: Literal["posture", "via"]
    text: str


Alternative: TypeAlias = frozenset[Requirement]

ALWAYS: Alternative = frozenset()
"""No requirement at all."""


def posture_alternatives(
    names: Iterable[str], postures: Mapping[str, tuple[str, ...]]
) -> tuple[Alternative, ...]:
    """Return one alternative for each posture named; no name means no condition.

    A posture that is not defined is one opaque requirement: nothing is known to meet it.
    """
    found = dict.fromkeys(_requirements(name.strip(), postures) for name in names)
    return tuple(found) or (ALWAYS,)


def via_alternatives(tags: Iterable[str]) -> tuple[Alternative, ...]:
    """Return one alternative for each router tag; no tag means no condition."""
    found = dict.fromkeys(frozenset({Requirement("via", tag.strip())}) for tag in tags)
    return tuple(found) or (ALWAYS,)


def _requirements(name: str, postures: Mapping[str, tuple[str, ...]]) -> Alternative:
    if name not in postures:
        return frozenset({Requirement("posture", name)})
    return frozenset(Requirement("posture", _canonical(text)) for text in postures[name])


def _canonical(text: str) -> str:
    parsed = parse_assertion(text)
    return canonical(parsed) if isinstance(parsed, Assertion) else " ".join(text.split())


def implies(strict: Alternative, loose: Alternative) -> bool:
    """Tell whether whatever meets ``strict`` surely meets ``loose``: it asks for at least the same."""
    return loose <= strict
