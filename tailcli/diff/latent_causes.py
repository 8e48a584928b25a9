"""The edit behind latent access: of a rule that gives it to what somebody may act as, or of who may do so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box
from tailcli.compare.subtract import is_covered
from tailcli.diff.definition_edits import listed
from tailcli.diff.holders import texts
from tailcli.diff.latent_kinds import edit_of_port
from tailcli.diff.model import Cause
from tailcli.policy.model import TagDefinition
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.compare.subtract import Piece
    from tailcli.diff.causes import Causes
    from tailcli.diff.latent_kinds import Kind, View
    from tailcli.diff.model import Place
    from tailcli.diff.personas import Persona
    from tailcli.diff.sides import Version


def latent_cause(
    persona: Persona, piece: Piece, kind: Kind, view: View, others: Sequence[Box], causes: Causes
) -> Cause | None:
    """Return the edit of the rule that opens it, else that of who may take the step.

    ``others`` are the boxes of the version that has it not.
    """
    edited = kind.edit(persona, piece, view, causes)
    newly = piece.sources & ~view.theirs.who(persona.name)
    if not newly or (edited is not None and not _is_given(persona, piece, others, view.other)):
        return edited
    before, after = (view.other, view.having) if view.gained else (view.having, view.other)
    old, new = _takers(persona, before), _takers(persona, after)
    by_name = causes.of_selectors(set(old.selectors) & set(new.selectors), newly, gained=view.gained)
    return (
        by_name
        or _edit_of(old, new)
        or _of_login(persona, newly, view, causes)
        or edited
        or edit_of_port(newly, persona.atoms, view, causes)
    )


def takers(persona: Persona, version: Version) -> tuple[str, ...]:
    """Return the selectors of those who may act as a persona, as written: by its name or by a login to it."""
    rules = {id(box.rule): box.rule for box in version.ssh.boxes if box.destinations & persona.atoms}
    logins = (text.value for rule in rules.values() for text in rule.src)
    return tuple(dict.fromkeys((*_takers(persona, version).selectors, *logins)))


def _of_login(persona: Persona, newly: int, view: View, causes: Causes) -> Cause | None:
    """Return the edit that lets somebody log in to the devices of a tag, or keeps them from it."""
    rules = [
        box.rule for box in view.having.ssh.boxes if box.sources & newly and box.destinations & persona.atoms
    ]
    return causes.of_ssh(rules, newly, persona.atoms, gained=view.gained)


def _is_given(persona: Persona, piece: Piece, others: Sequence[Box], version: Version) -> bool:
    """Tell whether a version gives a persona itself all of a piece."""
    box = Box(persona.atoms, piece.destinations, piece.rights, piece.alternative, piece.rule)
    return is_covered(box, others, version.access.universe.singles)


class _Takers(NamedTuple):
    """Who may act as a persona in one version, as written, and where it says so."""

    selectors: tuple[str, ...]
    place: Place | None


def _takers(persona: Persona, version: Version) -> _Takers:
    policy = version.policy
    lines = policy.auto_approvers.routes if persona.is_route else policy.tag_owners
    section = "autoApprovers.routes" if persona.is_route else "tagOwners"
    for line in lines:
        if line.name.value.strip() == persona.name:
            strings = line.owners if isinstance(line, TagDefinition) else line.approvers
            return _Takers(texts(strings), version.place(line.name.span, f'{section}["{persona.name}"]'))
    return _Takers((), None)


def _edit_of(old: _Takers, new: _Takers) -> Cause | None:
    place = new.place or old.place
    if place is None or set(old.selectors) == set(new.selectors):
        return None
    if old.place is None or new.place is None:
        return Cause(f"{place.label} {'added' if old.place is None else 'removed'}", old.place, new.place)
    more = [f"+ {text}" for text in new.selectors if text not in old.selectors]
    less = [f"- {text}" for text in old.selectors if text not in new.selectors]
    return Cause(f"{place.label}: {listed([*more, *less])}", old.place, new.place)
