"""All strings of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Object, String

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Value


def strings_of(root: Value | None) -> Iterator[String]:
    """Yield every string below a value, names of members included, in no particular order."""
    pending = [] if root is None else [root]
    while pending:
        value = pending.pop()
        if isinstance(value, String):
            yield value
        elif isinstance(value, Array):
            pending += value.elements
        elif isinstance(value, Object):
            for member in value.members:
                yield member.key
                pending.append(member.value)
