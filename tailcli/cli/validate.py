"""``tailcli validate``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.cli import exits, streams
from tailcli.cli.forge import forge_folders
from tailcli.cli.targets import targets
from tailcli.report.faults import FaultFormat
from tailcli.report.style import ColorChoice, style_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.report.style import Style
    from tailcli.schema.validation import Validation

HELP = """Check policy files against the JSON Schema.

FILE is a file, a folder, - for the standard input, or REV:FILE for a version in git. The schema knows every
section and field; it knows nothing of names and access, which `tailcli lint` looks at.

\b
Examples:
  tailcli validate policy.hujson
  tailcli validate --format json policy.hujson

\b
Exit codes:
  0  every file fits the schema
  1  violations or syntax errors
  2  wrong usage, or an input that cannot be read
"""


def command(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)],
    *,
    output: Annotated[
        FaultFormat, typer.Option("--format", help="How to print what is found.")
    ] = FaultFormat.FULL,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Validate, print, and exit by what was found."""
    from tailcli import api

    found = targets(files, stdin_filename)
    for line in found.talk:
        streams.talk(line)
    results = [api.validate(policy) for policy in found.policies]
    if results or not found.failed:
        streams.answer(_rendered(results, output, style_for(sys.stdout, color, os.environ)))
    wrong = exits.CLEAN if all(result.is_valid for result in results) else exits.FOUND
    raise typer.Exit(exits.UNUSABLE if found.failed else wrong)


def _rendered(results: Sequence[Validation], output: FaultFormat, style: Style) -> str:
    from tailcli.report import faults

    match output:
        case FaultFormat.FULL:
            return faults.render_full(results, style)
        case FaultFormat.CONCISE:
            return faults.render_concise(results, style)
        case FaultFormat.JSON:
            return faults.render_json(results, style)
        case FaultFormat.GITHUB:
            return faults.render_github(results, forge_folders())
        case _:
            assert_never(output)
