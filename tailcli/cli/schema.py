"""``tailcli schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from tailcli.cli import streams
from tailcli.schema.packaged import SchemaName, schema_text

HELP = """Print the JSON Schema of policy files, or of settings files.

Editors and other programs can use it to complete, explain and check a file.

\b
Examples:
  tailcli schema > policy.schema.json
  tailcli schema config > config.schema.json

\b
Exit codes:
  0  printed
  2  wrong usage
"""


def command(
    name: Annotated[
        SchemaName, typer.Argument(metavar="[policy|config]", help="Of which files.", show_default=False)
    ] = SchemaName.POLICY,
) -> None:
    """Print the schema as it is published."""
    streams.answer(schema_text(name))
