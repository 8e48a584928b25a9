"""The words of the decoder: how a place in a policy is named and how its faults are put."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from tailcli.hujson.nodes import Array, Boolean, Invalid, Null, Number, Object, String
from tailcli.policy.faults import quote
from tailcli.policy.fields import POLICY, Either, ListOf, MapOf, Record, Scalar, fold_key, records
from tailcli.policy.scalars import fits
from tailcli.policy.suggest import closest
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tailcli.hujson.nodes import Value
    from tailcli.policy.fields import Field, Shape

# A place: the place around it, and the name or number that leads from there to here.
Path: TypeAlias = "tuple[Path, str | int, bool] | None"

_LONGEST = 60
_REMARKS = frozenset(
    {"comment", "comments", "_comment", "$comment", "description", "note", "notes", "//", "#"}
)
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


def meant_by(key: str, record: Record, free: Sequence[str]) -> str | None:
    """Return the field, of those that are free, that an unknown key is most probably meant for."""
    word = fold_key(key)
    for name in free:
        if word in record.named(name).mistaken:
            return name
    return closest(key, free)


def free_fields(record: Record, taken: Container[str]) -> tuple[str, ...]:
    """Return the names of the fields that an object may still get; legacy spellings are never proposed."""
    return tuple(f.name for f in record.fields if f.legacy_of is None and f.name not in taken)


class Wording(NamedTuple):
    """How a fault is put: what is wrong, what to do, and what would be right (best first)."""

    message: str
    hint: str | None = None
    allowed: tuple[str, ...] = ()


def unknown_field(path: Path, key: str, record: Record, free: Sequence[str]) -> Wording:
    """Word a key that no field of the record has; ``free`` are the names to propose."""
    guess = meant_by(key, record, free)
    message = f"{place(path)} has no field {quoted(key)}."
    if guess is None:
        return Wording(message, _belongs(key), tuple(free))
    others = (name for name in free if name != guess)
    return Wording(message, f"Did you mean {quoted(guess)}?", (guess, *others))


def _belongs(key: str) -> str | None:
    """Say where a key would be right that is not right here."""
    word = fold_key(key)
    if word in _REMARKS:
        return "Write a remark as a comment: // ..."
    if word == "$schema":
        return "The schema is chosen in the settings of the editor, not in the file."
    owners = [record.name for record in _records() if record.field(key) is not None]
    if POLICY.name in owners:
        return "This is a section: it belongs at the top level of the file."
    return f"This is a field of another kind of entry: {', '.join(owners)}." if owners else None


@cache
def _records() -> tuple[Record, ...]:
    return tuple(records().values())


def wrong_type(path: Path, value: Value, shape: Shape) -> Wording:
    """Word a value that has not the shape it must have."""
    is_fraction = shape is Scalar.INTEGER and isinstance(value, Number)
    message = f"{place(path)} must be {expected(shape)}, not {'a fraction' if is_fraction else found(value)}."
    return Wording(message, remedy(value, shape))


def missing_field(path: Path, field: Field) -> Wording:
    """Word an object without a field that it must have."""
    example = f'"{field.name}": {field.sample}' if field.sample else f'"{field.name}"'
    return Wording(f"{place(path)} has no {quoted(field.name)}.", f"Add {example}.")


def mixed_fields(path: Path, current: str, legacy: str) -> Wording:
    """Word an object that has a field in two spellings."""
    message = f"{place(path)} has both {quoted(current)} and its older spelling {quoted(legacy)}."
    return Wording(message, f"Keep {quoted(current)}, with the values of both.")


def bad_value(path: Path, value: String, field: Field) -> Wording:
    """Word a string that is none of those that are possible."""
    return Wording(f"{place(path)} cannot be {quoted(value.value)}.", allowed=field.values)


def bad_entry_key(path: Path, key: str, shape: MapOf) -> Wording:
    """Word a key of a map that cannot be read."""
    message = f"The key {quoted(key)} in {place(path)} must be a whole number."
    return Wording(message, f"Write a number such as {quoted(shape.key)}.")


def not_an_object(root: Value) -> Wording:
    """Word a file that is something else than an object."""
    message = f"A policy file must be an object, not {found(root)}."
    return Wording(message, 'Put everything in one object: { "grants": [ ... ] }.')
