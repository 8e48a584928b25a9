"""Rows for tag owners: who may newly assign a tag, and who no longer may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tailcli.access.naming import Party
from tailcli.diff.holders import Holding, Kind, holder_rows, people_atoms, texts
from tailcli.diff.model import Effect, Lane

if TYPE_CHECKING:
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides, Version

ADMINS = Party("admins and network admins", is_open=True)
"""Who may assign every tag that is declared, whoever owns it."""
ASSIGN = "assign "
"""How the words for the right to a tag begin."""


def tag_owner_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return who may newly, or no longer, assign which tags. Owners are resolved to people and tags.

    A tag that is declared without owners can be assigned by those who may assign every tag.
    """
    kind = Kind(
        Lane.TAG_OWNERS,
        _owners,
        lambda held, wanted: held == wanted,
        lambda tag: f"{ASSIGN}{tag}",
        Effect.WIDER,
        Effect.NARROWER,
        people_atoms,
        without=(ADMINS,),
    )
    return [_with_note(row) for row in holder_rows(sides, causes, kind)]


ANYWAY = "admins and network admins may assign every tag anyway"
_ROLES = frozenset({"autogroup:owner", "autogroup:admin", "autogroup:network-admin"})


def _with_note(row: Row) -> Row:
    """Say of tags that both versions declare that it makes no difference to some of the owners."""
    is_kept = bool(row.old and row.new)
    return row._replace(notes=(ANYWAY,)) if is_kept and any(p.text in _ROLES for p in row.sources) else row


def _owners(version: Version) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for tag in version.policy.tag_owners:
        name = tag.name.value.strip()
        place = partial(version.place, tag.name.span, f'tagOwners["{name}"]')
        found[name] = [Holding(texts(tag.owners), place)]
    return found
