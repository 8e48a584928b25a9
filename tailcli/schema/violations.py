"""From the errors of jsonschema to violations: the place in the file, and the decoder's own words for it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, cast

from tailcli.hujson.nodes import String
from tailcli.policy.decode_messages import (
    Wording,
    bad_entry_key,
    bad_value,
    free_fields,
    meant_by,
    missing_field,
    mixed_fields,
    not_an_object,
    unknown_field,
    wrong_type,
)
from tailcli.policy.fields import Either, MapOf, Record
from tailcli.policy.scalars import is_misread
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from tailcli.policy.fold import Located, Places


class Fault(Enum):
    """What a violation is about. VALUE is the only one that is not a matter of structure."""

    UNKNOWN_FIELD = "unknown-field"
    MISSING_FIELD = "missing-field"
    MIXED_LEGACY_FIELDS = "mixed-legacy-fields"
    WRONG_TYPE = "wrong-type"
    VALUE = "value"


class Violation(NamedTuple):
    """One place where a policy does not fit the schema.

    Attributes:
        fault: what sort of violation this is.
        span: the key or value to underline.
        message: the violation in one sentence.
        hint: what to write instead, where that is known.
        allowed: the alternatives that would be right, best first.
        pointer: the JSON Pointer of the value, in canonical spellings.
    """

    fault: Fault
    span: Span
    message: str
    hint: str | None = None
    allowed: tuple[str, ...] = ()
    pointer: str = ""


def violations(places: Places, error: ValidationError, misread: frozenset[int]) -> Iterator[Violation]:
    """Put one of jsonschema's errors in words; the errors of one object may give equal violations.

    ``misread`` holds the places where the parser has reported a fault already.
    """
    here = places.locate(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown(places, here, error)
        case "required":
            yield from _missing(here, error, cast("list[str]", error.validator_value))
        case "anyOf":
            yield from _alternatives(places, here, error, misread)
        case "not":
            yield _mixed(places, here, error)
        case "type" if is_misread(here.value, here.shape, misread):
            return
        case "type":
            yield _at(Fault.WRONG_TYPE, here.value.span, _type_wording(here), error)
        case _:
            yield from _value(places, here, error)


def _at(fault: Fault, span: Span, wording: Wording, error: ValidationError, *more: str) -> Violation:
    steps = (*error.absolute_path, *more)
    return Violation(fault, span, *wording, "".join(f"/{_escaped(step)}" for step in steps))


def _unknown(places: Places, here: Located, error: ValidationError) -> Iterator[Violation]:
    record, present = _record(here), _keys(error)
    free = free_fields(record, present)
    for name in present:
        if record.field(name) is None:
            key = _key(places.locate((*error.absolute_path, name)))
            wording = unknown_field(here.path, name, record, free)
            yield _at(Fault.UNKNOWN_FIELD, key, wording, error, name)


def _missing(here: Located, error: ValidationError, names: list[str]) -> Iterator[Violation]:
    """Report each name that is absent, unless a key that the record does not know is meant for it."""
    record, present = _record(here), _keys(error)
    free = free_fields(record, present)
    meant = {meant_by(key, record, free) for key in present if record.field(key) is None}
    brace = Span(here.value.start, here.value.start + 1)
    for name in names:
        if name not in present and name not in meant:
            yield _at(Fault.MISSING_FIELD, brace, missing_field(here.path, record.named(name)), error)


def _alternatives(
    places: Places, here: Located, error: ValidationError, misread: frozenset[int]
) -> Iterator[Violation]:
    branches = cast("list[dict[str, list[str]]]", error.validator_value)
    if all(branch.keys() == {"required"} for branch in branches):
        yield from _missing(here, error, branches[0]["required"])
        return
    best = _best_branch(error)
    if best:
        for inner in best:
            yield from violations(places, inner, misread)
    else:
        yield _at(Fault.WRONG_TYPE, here.value.span, _type_wording(here), error)


def _best_branch(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the alternative whose type the value has, or nothing where it has none of them."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    for errors in branches.values():
        if not any(inner.validator == "type" and not inner.relative_path for inner in errors):
            return errors
    return []


def _mixed(places: Places, here: Located, error: ValidationError) -> Violation:
    excluded = cast("dict[str, list[str]]", error.validator_value)
    current, legacy = (places.locate((*error.absolute_path, name)).key for name in excluded["required"])
    if current is None or legacy is None:
        raise KeyError(here.path)
    wording = mixed_fields(here.path, current.value, legacy.value)
    return _at(Fault.MIXED_LEGACY_FIELDS, legacy.span, wording, error)


def _value(places: Places, here: Located, error: ValidationError) -> Iterator[Violation]:
    """Report a string that is none of those that are possible; what is no string has the wrong type."""
    if "propertyNames" in error.absolute_schema_path and isinstance(here.shape, MapOf):
        name = cast("str", error.instance)
        key = _key(places.locate((*error.absolute_path, name)))
        yield _at(Fault.VALUE, key, bad_entry_key(here.path, name, here.shape), error, name)
    elif here.field is not None and isinstance(here.value, String):
        yield _at(Fault.VALUE, here.value.span, bad_value(here.path, here.value, here.field), error)


def _type_wording(here: Located) -> Wording:
    if here.path is None:
        return not_an_object(here.value)
    return wrong_type(here.path, here.value, here.shape)


def _record(here: Located) -> Record:
    shape = here.shape.record if isinstance(here.shape, Either) else here.shape
    if not isinstance(shape, Record):
        raise KeyError(here.path)
    return shape


def _key(member: Located) -> Span:
    return member.value.span if member.key is None else member.key.span


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _keys(error: ValidationError) -> tuple[str, ...]:
    return tuple(cast("dict[str, object]", error.instance))
