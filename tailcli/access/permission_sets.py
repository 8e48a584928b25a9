"""Every permission of some versions as a number, and which of them each permission gives with it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tailcli.access.permissions import covers, stem
from tailcli.access.ranges import of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.access.content import Content
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges


def permission_sets(said: Sequence[tuple[Content, ...]]) -> dict[Permission, Ranges]:
    """Number every permission, and give for each the numbers of all that it covers."""
    known = dict.fromkeys(p for version in said for content in version for p in content.permissions)
    numbered: dict[str, list[tuple[str, int, Permission]]] = {}
    for number, permission in enumerate(known):
        numbered.setdefault(permission.capability, []).append((permission.object, number, permission))
    for found in numbered.values():
        found.sort()
    return {wide: of(_covered(wide, numbered[wide.capability])) for wide in known}


def _covered(wide: Permission, ordered: list[tuple[str, int, Permission]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of what a permission covers; only objects with its stem are asked for."""
    beginning = stem(wide)
    for at in range(bisect_left(ordered, (beginning,)), len(ordered)):
        text, number, narrow = ordered[at]
        if not text.startswith(beginning):
            return
        if covers(wide, narrow):
            yield number, number + 1
