"""``tailcli fmt``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tailcli.cli import exits, streams
from tailcli.cli.rewriting import rewrite
from tailcli.cli.targets import targets
from tailcli.findings.wording import sentence
from tailcli.report.style import ColorChoice, style_for
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.source.text import SourceText

HELP = """Format policy files exactly as Tailscale's hujsonfmt does.

PATH is a file, a folder, or - to format the standard input to the standard output; without PATH the policy
files of the current folder. Comments stay. A file with syntax errors is reported and left as it is.

\b
Examples:
  tailcli fmt
  tailcli fmt --check policy.hujson
  tailcli fmt --diff
  tailcli fmt - < policy.hujson

\b
Exit codes:
  0  formatted; with --check or --diff: nothing to format
  1  with --check or --diff: a file is not formatted
  2  wrong usage, a syntax error, or a file that cannot be read or written
"""


class Formatted(NamedTuple):
    """A text before and after."""

    source: SourceText
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether formatting makes a difference."""
        return self.after != self.source.text


def command(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", show_default=False)] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what would be formatted.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print the changes.")] = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Format, write or print, and exit by what was found."""
    from tailcli.inputs.files import STDIN

    given = paths or ["."]
    if STDIN in given and len(given) > 1:
        raise typer.BadParameter("- stands alone: its result goes to the standard output", param_hint="PATH")
    found = targets(given, stdin_filename)
    for line in found.talk:
        streams.talk(line)
    sources = [policy.document.source for policy in found.policies]
    done = [one for one in map(_formatted, sources) if one is not None]
    if diff:
        streams.answer(_diffs(done, color))
    elif not check:
        done = [one for one in done if rewrite(one.source, one.after, to_output=given == [STDIN])]
    if check or given != [STDIN]:
        _tell(done, would=check or diff)
    failed = found.failed or len(done) < len(sources)
    left = exits.FOUND if (check or diff) and any(one.is_changed for one in done) else exits.CLEAN
    raise typer.Exit(exits.UNUSABLE if failed else left)


def _formatted(source: SourceText) -> Formatted | None:
    """Format a text; None, and a line for the user, where it has syntax errors."""
    from tailcli.hujson.errors import HujsonError
    from tailcli.hujson.format import format_text

    try:
        return Formatted(source, format_text(source.text))
    except HujsonError as error:
        first = error.problems[0]
        line, column = source.position(first.start)
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        streams.talk(f"error: {source.name}:{line}:{column}: {sentence(first.message)}{more}; not formatted")
        return None


def _diffs(done: Iterable[Formatted], color: ColorChoice) -> str:
    from tailcli.report.unified import unified_diff

    style = style_for(sys.stdout, color, os.environ)
    escape = sys.stdout.isatty()
    return "".join(
        unified_diff(one.source.name, one.source.text, one.after, style, escape=escape) for one in done
    )


def _tell(done: list[Formatted], *, would: bool) -> None:
    changed = [one for one in done if one.is_changed]
    for one in changed:
        streams.talk(f"{'would format' if would else 'formatted'} {one.source.name}")
    noun = "file" if len(done) == 1 else "files"
    verb = "would be formatted" if would else "formatted"
    streams.talk(f"{len(changed)} of {len(done)} {noun} {verb}")
