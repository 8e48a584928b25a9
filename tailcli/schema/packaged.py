"""Where the schema file is, and its text."""

from __future__ import annotations

from pathlib import Path

_NAME = "policy.schema.json"
_PACKAGE = Path(__file__).resolve().parent.parent


def schema_text() -> str:
    """Return the text of the schema of the policy file, byte for byte as it is published."""
    return _schema_path().read_text(encoding="utf-8")


def _schema_path() -> Path:
    """An installed wheel has the schemas inside the package, a checkout has them beside it."""
    inside = _PACKAGE / "schemas" / _NAME
    return inside if inside.is_file() else _PACKAGE.parent / "schemas" / _NAME
