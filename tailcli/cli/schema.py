"""``tailcli schema``."""

from __future__ import annotations

from tailcli.cli import streams

HELP = """Print the JSON Schema of policy files.

Editors and other programs can use it to complete, explain and check a policy file.

\b
Examples:
  tailcli schema > policy.schema.json

\b
Exit codes:
  0  printed
  2  wrong usage
"""


def command() -> None:
    """Print the schema as it is published."""
    from tailcli.schema.packaged import schema_text

    streams.answer(schema_text())
