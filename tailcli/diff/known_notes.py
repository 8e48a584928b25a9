"""What the people of a comparison rest on: who was told, and who is not known and what would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import RoleHolders, SyncedMembers
from tailcli.access.telling import what_would
from tailcli.diff.doubts import is_about_devices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides

_MOST = 3
_AUTOGROUP = "autogroup:"


def known_notes(sides: Sides, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a note on groups and roles that were told beside the files, and notes on what nobody told.

    The others are about what the rows name; what makes no difference to them is not missed.
    """
    yield from _told(sides)
    yield from _missing(sides, rows)


def _told(sides: Sides) -> Iterator[str]:
    groups = dict.fromkeys(
        name
        for version in sides.versions
        for name in version.access.definitions.groups.keys()
        - {group.name.value for group in version.policy.groups}
    )
    roles = sides.new.access.definitions.roles or {}
    found = [*sorted(groups), *(f"{_AUTOGROUP}{role}" for role in roles)]
    if found:
        yield (
            f"the people in {_listed(found, 'and')} are those that the settings or --devices tell: "
            "they may change without the file"
        )


def _missing(sides: Sides, rows: Sequence[Row]) -> Iterator[str]:
    atoms = sides.new.access.universe.atoms
    words = _words(rows)
    synced = (a.group for a in atoms if isinstance(a, SyncedMembers) and "@" in a.group)
    groups = [group for group in synced if group in words]
    autogroups = (f"{_AUTOGROUP}{a.role}" for a in atoms if isinstance(a, RoleHolders))
    roles = [name for name in autogroups if name in words]
    if groups or roles:
        found = _listed([*groups, *roles], "or")
        telling = what_would(groups=bool(groups), roles=bool(roles))
        yield f"the file does not tell who is in {found}: {telling}"

    if sides.new.census is None and any(is_about_devices(fact) for row in rows for fact in row.depends):
        yield "the file does not tell which devices there are: a list of them would (--devices FILE)"


def _words(rows: Iterable[Row]) -> set[str]:
    """Return the last word of everything that rows say of people: a selector, or words that end with it."""
    said: set[str] = set()
    for row in rows:
        said.update(row.depends)
        for party in (*row.sources, *row.destinations):
            if party.is_selector and not party.is_open:
                continue  # a name that one of the files defines
            said.update((party.text, *party.exceptions))
    return {text.rpartition(" ")[2] for text in said}


def _listed(names: Sequence[str], conjunction: str) -> str:
    more = len(names) - _MOST
    shown = [*names[:_MOST], f"{more} more"] if more > 1 else names
    *first, last = shown
    return f"{', '.join(first)} {conjunction} {last}" if first else last
