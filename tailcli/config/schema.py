"""Making ``schemas/config.schema.json`` from the table of keys; a script of ``scripts`` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias, assert_never

from tailcli.config.keys import ROOT
from tailcli.config.shapes import Choice, Foreign, ListOf, MapOf, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.config.shapes import Shape

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

SCHEMA_ID = "https://tailcli.dev/schemas/config.schema.json"
RULE_PATTERN = "^[A-Za-z][A-Za-z0-9-]*$"
"""What a word that names rules looks like; which rules there are only the program knows."""

_SCALARS: dict[Scalar, dict[str, Json]] = {
    Scalar.TEXT: {"type": "string", "pattern": r"\S"},
    Scalar.INTEGER: {"type": "integer"},
    Scalar.BOOLEAN: {"type": "boolean"},
    Scalar.GROUP: {"type": "string", "pattern": "^group:"},
    Scalar.RULES: {"type": "string", "pattern": RULE_PATTERN},
    Scalar.CAPABILITY: {"type": "string", "pattern": "^[^/:]+/."},
    Scalar.GATES: {"type": "string", "pattern": RULE_PATTERN},
}


def build_text() -> str:
    """Return the schema file's text."""
    schema: dict[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "tailcli settings",
        "description": "tailcli.toml, or the table [tool.tailcli] of pyproject.toml.",
        **_schema(ROOT),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(shape: Shape) -> dict[str, Json]:
    match shape:
        case Scalar():
            return _SCALARS[shape]
        case Choice(words):
            return {"type": "string", "enum": words}
        case ListOf(element):
            least: dict[str, Json] = {"minItems": shape.least} if shape.least else {}
            return {"type": "array", **least, "items": _schema(element)}
        case MapOf():
            names = {"propertyNames": _schema(shape.key), "additionalProperties": _schema(shape.value)}
            some: dict[str, Json] = {"minProperties": shape.least} if shape.least else {}
            return {"type": "object", **some, **names}
        case Table():
            return _table(shape)
        case Foreign():
            return {"type": "object"}
        case _:
            assert_never(shape)


def _table(table: Table) -> dict[str, Json]:
    required: dict[str, Json] = {"required": table.required} if table.required else {}
    properties = {key.name: {"description": key.summary, **_schema(key.shape)} for key in table.keys}
    return {"type": "object", **required, "additionalProperties": False, "properties": properties}
