"""A tree as plain Python values."""

from __future__ import annotations

from typing import TypeAlias

from tailcli.hujson.nodes import Array, Boolean, Number, Object, String, Value

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
"""What ``json.loads`` would return."""

_DIGITS = 4300  # Python reads no longer integers; they become floats, as in most JSON readers


def to_python(value: Value) -> Plain:
    """Return a value as dicts, lists, strings, numbers, booleans and None; of duplicate names the last wins.

    Whatever could not be read (``Invalid``) is None. Does not recurse; a value of any depth is decoded.
    """
    result: list[Plain] = []
    pending: list[tuple[Value, list[Plain] | dict[str, Plain], str]] = [(value, result, "")]
    while pending:
        node, target, name = pending.pop()
        plain = _shallow(node)
        if isinstance(target, dict):
            target[name] = plain
        else:
            target.append(plain)
        if isinstance(node, Object) and isinstance(plain, dict):
            pending.extend((member.value, plain, member.key.value) for member in reversed(node.members))
        elif isinstance(node, Array) and isinstance(plain, list):
            pending.extend((element, plain, "") for element in reversed(node.elements))
    return result[0]


def strings(value: Value) -> frozenset[str]:
    """Return every string of a value, the names of members among them. Does not recurse."""
    found: set[str] = set()
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, String):
            found.add(node.value)
        elif isinstance(node, Array):
            pending += node.elements
        elif isinstance(node, Object):
            found.update([member.key.value for member in node.members])
            pending += [member.value for member in node.members]
    return frozenset(found)


def _shallow(value: Value) -> Plain:
    if isinstance(value, Object):
        return {}
    if isinstance(value, Array):
        return []
    if isinstance(value, (String, Boolean)):
        return value.value
    return number(value.raw) if isinstance(value, Number) else None


def number(raw: str) -> int | float:
    """Return the value of a number as written: an int where it has neither fraction nor exponent."""
    if len(raw) <= _DIGITS and raw.lstrip("-").isdigit():
        return int(raw)
    return float(raw)
