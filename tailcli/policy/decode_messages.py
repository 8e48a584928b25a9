"""The words of the decoder: how a place in a policy is named and how its faults are put."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from tailcli.hujson.nodes import Array, Boolean, Invalid, Null, Number, Object, String
from tailcli.policy.faults import quote
from tailcli.policy.fields import Either, ListOf, MapOf, Record, Scalar, fold_key
from tailcli.policy.scalars import fits
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value
    from tailcli.policy.fields import Field, Shape

# A place: the place around it, and the name or number that leads from there to here.
Path: TypeAlias = "tuple[Path, str | int, bool] | None"

_LONGEST = 60
_NODES = {
    Object: "an object",
    Array: "a list",
    String: "a string",
    Number: "a number",
    Boolean: "a boolean",
    Null: "null",
    Invalid: "something unreadable",
}


def field_of(path: Path, name: str) -> Path:
    """Return the place of a field of the object at ``path``."""
    return (path, name, False)


def entry_of(path: Path, key: str | int) -> Path:
    """Return the place of an element (by number) or of a map's member (by key)."""
    return (path, key, True)


def place(path: Path) -> str:
    """Name a place for people: ``grants[3].src[0]``, ``groups["group:x"]``."""
    parts: list[str] = []
    while path is not None:
        path, step, is_entry = path
        if not is_entry:
            parts.append(f".{step}" if path is not None else str(step))
        else:
            parts.append(f"[{quoted(step) if isinstance(step, str) else step}]")
    return "".join(reversed(parts)) or "the policy file"


def quoted(text: str) -> str:
    """Quote a word of the policy, shortened where it is very long."""
    return quote(text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "...")


def found(value: Value) -> str:
    """Say what kind of value this is."""
    return _NODES[type(value)]


def expected(shape: Shape) -> str:
    """Say what a value of this shape is."""
    if isinstance(shape, Scalar):
        return shape.value
    if isinstance(shape, ListOf):
        return "a list" + _plural(shape.item)
    if isinstance(shape, Either):
        return f"{expected(shape.array)} or an object"
    return "an object"


def _plural(item: Shape) -> str:
    if item is Scalar.ANYTHING:
        return ""
    return " of strings" if item is Scalar.STRING else " of objects"


def remedy(value: Value, shape: Shape) -> str | None:
    """Say how to write this value in the wanted shape, or None where that is anybody's guess."""
    if isinstance(shape, Either):
        return remedy(value, shape.array)
    if isinstance(shape, ListOf):
        return _as_list(value, shape)
    if isinstance(shape, MapOf):
        return f"The keys name the entries: {{{quoted(shape.key)}: ...}}." if type(value) is Array else None
    if isinstance(shape, Record):
        return _as_record(value)
    return _as_scalar(value, shape)


def _as_list(value: Value, shape: ListOf) -> str | None:
    if isinstance(value, String) and shape.item is Scalar.STRING:
        return f"Put it in a list: [{quoted(value.value)}]."
    if isinstance(value, Object) and isinstance(shape.item, Record):
        return "Put it in a list: [{ ... }]."
    return None


def _as_record(value: Value) -> str | None:
    if isinstance(value, Array) and len(value.elements) == 1 and isinstance(value.elements[0], Object):
        return "Leave out the brackets around the object."
    return None


def _as_scalar(value: Value, shape: Scalar) -> str | None:
    if isinstance(value, Array) and len(value.elements) == 1 and fits(value.elements[0], shape):
        return "Leave out the brackets: one value is enough."
    if shape is Scalar.STRING and isinstance(value, Number):
        return f"Put it in quotes: {quoted(value.raw)}."
    if shape is Scalar.STRING and isinstance(value, Boolean):
        return f'Put it in quotes: "{str(value.value).lower()}".'
    if isinstance(value, String) and _is_literal(value.value, shape):
        return f"Leave out the quotes: {value.value}."
    return None


def _is_literal(text: str, shape: Scalar) -> bool:
    if shape is Scalar.BOOLEAN:
        return text in {"true", "false"}
    return shape in {Scalar.NUMBER, Scalar.INTEGER} and re.fullmatch("-?[1-9][0-9]{0,9}|0", text) is not None


def meant_by(key: str, record: Record, free: list[str]) -> str | None:
    """Return the field, of those that are free, that an unknown key is most probably meant for."""
    word = fold_key(key)
    for name in free:
        if word in record.named(name).mistaken:
            return name
    return closest(key, free)


def sample(field: Field) -> str:
    """Return a field as it may be written: ``"src": ["group:eng"]``."""
    return f'"{field.name}": {field.sample}' if field.sample else f'"{field.name}"'
