"""Finding: the node at a path, and the path of a place in the text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Member, Object
from tailcli.hujson.path import Path, decode_pointer
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import String, Value


class Place(NamedTuple):
    """Where an offset lies: the innermost value around it; ``key`` is set if it lies in that value's name."""

    path: Path
    value: Value
    key: String | None = None


def find_member(root: Value, path: Path) -> Member | None:
    """Return the member (of duplicates the last) that a path ends at, or None where it ends at no member."""
    if not path or not isinstance(path[-1], str):
        return None
    parent = find(root, path[:-1])
    if not isinstance(parent, Object):
        return None
    return next((member for member in reversed(parent.members) if member.key.value == path[-1]), None)


def find(root: Value, path: Path) -> Value | None:
    """Return the value at a path of names and indexes, or None; of duplicate names the last is meant."""
    value: Value | None = root
    for step in path:
        if isinstance(value, Object) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, Array) and isinstance(step, int) and 0 <= step < len(value.elements):
            value = value.elements[step]
        else:
            return None
    return value


def find_pointer(root: Value, pointer: str) -> Value | None:
    """Return the value at a JSON pointer (RFC 6901), or None.

    Raises:
        ValueError: if the pointer is neither empty nor begins with a slash.
    """
    value: Value | None = root
    for step in decode_pointer(pointer):
        if isinstance(value, Array):
            index = int(step) if step.isdecimal() and (step == "0" or step[0] != "0") else -1
            value = find(value, (index,))
        else:
            value = find(value, (step,)) if value is not None else None
    return value


def locate(root: Value, offset: int) -> Place | None:
    """Return the innermost value or name that holds an offset, or None outside the root.

    A bracket or comma belongs to the array or object around it; the place between a name and its value, and
    the value itself, to the member's value.
    """
    if not root.start <= offset < root.end:
        return None
    value, path = root, list[str | int]()
    while True:
        if isinstance(value, Object):
            index = bisect_right(value.members, offset, key=lambda member: member.key.start) - 1
            member = value.members[index] if index >= 0 else None
            if member is None or offset >= max(member.value.end, member.key.end):
                return Place(tuple(path), value)
            path.append(member.key.value)
            if offset < member.value.start:
                key = member.key if offset < member.key.end else None
                return Place(tuple(path), member.value, key)
            value = member.value
        elif isinstance(value, Array):
            index = bisect_right(value.elements, offset, key=lambda element: element.start) - 1
            if index < 0 or offset >= value.elements[index].end:
                return Place(tuple(path), value)
            path.append(index)
            value = value.elements[index]
        else:
            return Place(tuple(path), value)
