"""JSON that may be printed anywhere: ASCII, and no line of it is a command to the log of a CI service."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def document(value: Json) -> str:
    """Return a document, indented, with its last line ended."""
    return _harmless(json.dumps(value, indent=2)) + "\n"


def line(value: Json) -> str:
    """Return a value on one line, ended."""
    return _harmless(json.dumps(value, separators=(",", ":"))) + "\n"


def _harmless(text: str) -> str:
    """Break ``##[command]`` and ``##vso[command]``, which can only be inside a string."""
    return _LOG_COMMAND.sub(r"#\\u0023", text) if "##" in text else text
