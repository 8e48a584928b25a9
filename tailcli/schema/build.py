"""Making ``schemas/policy.schema.json`` from the field tables (``scripts/build_schema.py`` writes it).

The schema is draft-07, which every editor knows, and says about structure exactly what the decoder says.
Beyond that it judges a string only where no other spelling can be right (``enum``, ``pattern``); every other
proposal is an example, so that nothing is rejected which the control plane accepts.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias, assert_never

from tailcli.policy.fields import POLICY, Either, Field, ListOf, MapOf, Record, Scalar, Shape, records
from tailcli.schema.prose import COMPLAINTS, LABELS, MORE, SNIPPETS

# A JSON Schema is JSON: any keyword holds any value.
Json: TypeAlias = dict[str, Any]

SCHEMA_ID = "https://tailcli.dev/schemas/policy.schema.json"

_SCALARS: dict[Scalar, Json] = {
    Scalar.STRING: {"type": "string"},
    Scalar.BOOLEAN: {"type": "boolean"},
    Scalar.NUMBER: {"type": "number"},
    Scalar.INTEGER: {"type": "integer"},
    Scalar.ANYTHING: {},
}


def build_text() -> str:
    """Return the schema file's text."""
    return json.dumps(build_schema(), indent=2, ensure_ascii=False) + "\n"


def build_schema() -> Json:
    """Return the schema as data."""
    below = [record for record in records().values() if record is not POLICY]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "Tailnet policy file",
        **_object(POLICY),
        "allowComments": True,
        "allowTrailingCommas": True,
        "definitions": {_definition(record): _object(record, titled=True) for record in below},
    }


def _definition(record: Record) -> str:
    """Return the record's name in camel case: ``aclRule``."""
    first, *rest = record.name.split()
    return (first.lower() if first.isupper() else first) + "".join(map(_capitalized, rest))


def _capitalized(word: str) -> str:
    return word[0].upper() + word[1:]


def _object(record: Record, *, titled: bool = False) -> Json:
    snippet = SNIPPETS.get(record.name)
    return {
        **({"title": record.name} if titled else {}),
        "description": record.summary,
        "type": "object",
        **_requirements(record),
        "additionalProperties": False,
        "properties": {field.name: _property(record, field) for field in record.fields},
        **({"defaultSnippets": [{"label": LABELS[record.name], "body": snippet}]} if snippet else {}),
    }


def _requirements(record: Record) -> Json:
    """Say what must be there, and which spellings exclude each other."""
    plain = [field.name for field in record.required if len(record.spellings(field.name)) == 1]
    rules: list[Json] = []
    for field in record.fields:
        names = record.spellings(field.name)
        if len(names) > 1 and field.required:
            rules.append({"anyOf": [{"required": [name]} for name in names]})
        rules.extend(_not_both(field.name, old) for old in names[1:])
    return {**({"required": plain} if plain else {}), **({"allOf": rules} if rules else {})}


def _not_both(name: str, old: str) -> Json:
    # Without its type a "required" holds for everything that is no object, and its "not" would fail.
    return {
        "not": {"type": "object", "required": [name, old]},
        "errorMessage": f"{old} is an older spelling of {name}: write one of the two.",
    }


def _property(record: Record, field: Field) -> Json:
    text = {
        "title": field.name,
        "description": field.summary,
        "markdownDescription": _markdown(record, field),
        **_deprecation(field),
        **_sample(field),
    }
    return {**text, **_shape(field.shape, field)}


def _markdown(record: Record, field: Field) -> str:
    more = MORE.get((record.name, field.name))
    example = f'```jsonc\n"{field.name}": {field.sample}\n```' if field.sample else None
    return "\n\n".join(part for part in (field.summary, more, example) if part)


def _deprecation(field: Field) -> Json:
    if field.legacy_of is None:
        return {}
    return {"deprecationMessage": f"An older spelling: write {field.legacy_of}.", "doNotSuggest": True}


def _sample(field: Field) -> Json:
    if not field.sample or isinstance(field.shape, Scalar):
        return {}
    return {"defaultSnippets": [{"label": "Example", "body": json.loads(field.sample)}]}


def _shape(shape: Shape, field: Field | None) -> Json:
    match shape:
        case Scalar():
            return {**_SCALARS[shape], **_values(field)}
        case ListOf():
            return {"type": "array", "items": _item(shape.item, field)}
        case MapOf():
            return _map(shape, field)
        case Either():
            return {"anyOf": [_shape(shape.array, field), _shape(shape.record, None)]}
        case Record():
            return {"allOf": [{"$ref": f"#/definitions/{_definition(shape)}"}]}
        case _:
            assert_never(shape)


def _item(shape: Shape, field: Field | None) -> Json:
    if isinstance(shape, Record):
        return {"$ref": f"#/definitions/{_definition(shape)}"}
    return _shape(shape, field)


def _map(shape: MapOf, field: Field | None) -> Json:
    below = _item(shape.item, field)
    if isinstance(shape.item, Record):
        below = {"anyOf": [below, {"type": "null"}]}
    names: Json = {}
    if shape.pattern is not None:
        complaint = f"The keys are whole numbers, such as {shape.key}."
        names = {"propertyNames": {"pattern": shape.pattern, "patternErrorMessage": complaint}}
    elif field is not None and isinstance(shape.item, ListOf) and shape.item.item is Scalar.ANYTHING:
        names = {"properties": dict.fromkeys(field.values, below)}
    return {"type": "object", **names, "additionalProperties": below}


def _values(field: Field | None) -> Json:
    if field is None or not field.values:
        return {}
    if field.closed:
        return {"enum": list(field.values)}
    if field.pattern is None:
        return {"examples": list(field.values)}
    complaint = COMPLAINTS.get(field.name) or f"Expected {' or '.join(field.values)}."
    return {"pattern": field.pattern, "patternErrorMessage": complaint, "examples": list(field.values)}
