"""What a change of the settings says otherwise of people: who is in synced groups, and who has which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tailcli.access.inventory import Inventory

_GROUPS, _ROLES = "groups.", "roles."
_NOBODY = "nobody"
_MOST = 6


def changed_people(old: Inventory | None, new: Inventory | None) -> Iterator[tuple[str, str, str]]:
    """Yield a key of the settings, whom it named and whom it names; empty where it is not there.

    The order of names says nothing. An empty table of roles where there was none says that nobody has any.
    """
    groups = [{} if side is None else side.groups for side in (old, new)]
    for name, before, after in _differing(*groups):
        yield f'{_GROUPS}"{name}"', before, after
    roles = [None if side is None else side.roles for side in (old, new)]
    for name, before, after in _differing(*(told or {} for told in roles)):
        yield f"{_ROLES}{name}", before, after
    if roles[0] != roles[1] and not any(roles):
        was, now = ("" if told is None else "nobody has any" for told in roles)
        yield "roles", was, now


def _differing(
    old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is None or after is None or set(before) != set(after):
            yield name, _names(before), _names(after)


def _names(logins: Sequence[str] | None) -> str:
    return "" if logins is None else ", ".join(dict.fromkeys(logins)) or _NOBODY


def is_about_people(key: str) -> bool:
    """Tell whether a key of the settings is one that holds a list of people."""
    return key.startswith((_GROUPS, _ROLES))


def people_words(before: str, after: str) -> str:
    """Return what became of a list of people: who was added and left out, or who is on the only list."""
    if not before or not after:
        return f"{_listed((before or after).split(', '))}: {'new' if after else 'no longer'}"
    old, new = ([name for name in side.split(", ") if name != _NOBODY] for side in (before, after))
    changed = set(old) ^ set(new)
    signed = [(sign, name) for sign, names in (("+", new), ("-", old)) for name in names if name in changed]
    return _listed([f"{sign} {name}" for sign, name in signed])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
