"""Rows for postures: a definition that asks for more or for less, with the rules that it binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.conditions import implies, posture_alternatives
from tailcli.diff.definition_edits import MOST_NAMED, listed
from tailcli.diff.model import Change, Effect, Lane, Row
from tailcli.diff.sides import DEFAULT, rule_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import AclRule, Grant, SshRule


def posture_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return the postures whose meaning changed, of those that a rule names in either version.

    Who gains or loses access by it is told in the lanes of access.
    """
    before, after = sides.old.access.definitions.postures, sides.new.access.definitions.postures
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return [row for name in names for row in _row(name, sides, causes)]


def _row(name: str, sides: Sides, causes: Causes) -> Iterator[Row]:
    old, new = _meaning(name, sides.old), _meaning(name, sides.new)
    before, after = (bound_by(name, version) for version in sides.versions)
    if _is_same(old, new) or not (before or after):
        return
    yield Row(
        lane=Lane.POSTURES,
        change=Change.CHANGED if old and new else Change.GAINED if new else Change.LOST,
        effect=_effect(old, new),
        sources=(),
        destinations=(),
        rights=(name,),
        before=_words(old),
        after=_words(new),
        old=posture_places(name, sides.old),
        new=posture_places(name, sides.new),
        cause=None if (edit := causes.definitions.of_posture(name)) is None else edit.gaining,
        notes=(f"named by {_named_by(before, after)}",),
    )


def _named_by(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the rules of both versions; where they are many those of the new one, with their number."""
    rules = tuple(dict.fromkeys((*before, *after)))
    if len(rules) <= MOST_NAMED:
        return ", ".join(rules)
    named = after or before
    default = named[: named[0] == DEFAULT]
    those = named[len(default) :]
    if len(those) <= MOST_NAMED:
        return ", ".join(named)
    return " and ".join((*default, f"{len(those)} rules: {listed(those)}"))


def _meaning(name: str, version: Version) -> Alternative | None:
    return next(iter(posture_alternatives([name], version.access.definitions.postures)), None)


def _is_same(old: Alternative | None, new: Alternative | None) -> bool:
    if old is None or new is None:
        return old is new
    return implies(old, new) and implies(new, old)


def _effect(old: Alternative | None, new: Alternative | None) -> Effect:
    """An undefined posture is met by nobody; looser is what surely lets through all that met the old one."""
    if old is None or (new is not None and implies(old, new)):
        return Effect.WIDER
    if new is None or implies(new, old):
        return Effect.NARROWER
    return Effect.BOTH


def _words(meaning: Alternative | None) -> str:
    return "" if meaning is None else " and ".join(sorted(requirement.text for requirement in meaning))


def bound_by(name: str, version: Version) -> list[str]:
    """Return the labels of the rules that name a posture, the default first where it does."""
    policy = version.policy
    found = [DEFAULT] if any(text.value.strip() == name for text in policy.default_src_posture) else []
    rules: list[Grant | AclRule | SshRule] = [
        *(policy.grants or ()),
        *(policy.acls or ()),
        *policy.ssh,
    ]
    named = (rule for rule in rules if any(text.value.strip() == name for text in rule.src_posture))
    return [*found, *map(rule_label, named)]


def posture_places(name: str, version: Version) -> tuple[Place, ...]:
    """Return where a posture is defined, if it is."""
    found = [posture for posture in version.policy.postures if posture.name.value == name]
    return tuple(version.place(posture.name.span, f'postures["{name}"]') for posture in found[-1:])
