"""Where the schema files are, and their texts."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


class SchemaName(Enum):
    """What a schema is about: policy files, or settings files."""

    POLICY = "policy"
    CONFIG = "config"


def schema_text(name: SchemaName = SchemaName.POLICY) -> str:
    """Return the text of a schema, byte for byte as it is published."""
    return _schema_path(f"{name.value}.schema.json").read_text(encoding="utf-8")


def _schema_path(file: str) -> Path:
    """An installed wheel has the schemas inside the package, a checkout has them beside it."""
    inside = _PACKAGE / "schemas" / file
    return inside if inside.is_file() else _PACKAGE.parent / "schemas" / file
