"""Walking a tree without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.hujson.nodes import Value


def children(value: Value) -> Sequence[Value]:
    """Return the values directly inside a value, in the order of the text."""
    if isinstance(value, Object):
        return [member.value for member in value.members]
    return value.elements if isinstance(value, Array) else ()


def composites(root: Value) -> Iterator[Object | Array]:
    """Yield every object and array of a tree, each before those inside it, in the order of the text."""
    pending = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, (Object, Array)):
            yield value
            pending.extend(reversed(children(value)))
