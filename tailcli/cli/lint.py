"""``tailcli lint``."""

from __future__ import annotations

import os
import sys
from itertools import chain
from typing import Annotated

import typer

from tailcli import api
from tailcli.cli import exits, streams
from tailcli.cli.configuring import ConfigOption, IsolatedOption, configurations
from tailcli.cli.lint_settings import (
    FailOnOption,
    Flags,
    IgnoreOption,
    KindOption,
    PersonaOption,
    SelectOption,
    choose,
)
from tailcli.cli.targets import targets
from tailcli.cli.words import rule_words
from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import ColorChoice, style_for
from tailcli.report.talk import skipped_lines

HELP = """Report what is wrong with policy files.

PATH is a file, a folder, - for the standard input, or REV:FILE for a version in git; without PATH the current
folder. In a folder, files named *.hujson count, and .json or .jsonc files whose name contains tailscale,
tailnet or acl, unless git ignores them.

\b
Examples:
  tailcli lint
  tailcli lint policy.hujson --format concise
  tailcli lint --select TP1,unknown-field policy.hujson
  tailcli lint HEAD~1:policy.hujson --fail-on never

\b
Exit codes:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on (a syntax error is a finding)
  2  wrong usage, or an input that cannot be read
"""


def command(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", show_default=False)] = None,
    *,
    output: Annotated[
        FindingFormat, typer.Option("--format", help="How to print the findings.")
    ] = FindingFormat.FULL,
    fail_on: FailOnOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    persona: PersonaOption = None,
    kind: KindOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Lint, print, and exit by what was found."""
    flags = Flags(rule_words(select), rule_words(ignore), persona, kind, fail_on)
    known = configurations(config, isolated=isolated)
    found = targets(paths or ["."], stdin_filename)
    chosen = [choose(policy.document.source.name, known, flags) for policy in found.policies]
    results = [
        api.lint(policy, settings=one.settings) for policy, one in zip(found.policies, chosen, strict=True)
    ]
    if results or not found.failed:
        streams.answer(render(results, output, style_for(sys.stdout, color, os.environ)))
    for line in (*found.talk, *chain.from_iterable(map(skipped_lines, results))):
        streams.talk(line)
    codes = (
        exits.code_for((finding.severity for finding in result.findings), one.fail_on)
        for result, one in zip(results, chosen, strict=True)
    )
    raise typer.Exit(exits.UNUSABLE if found.failed else max(codes, default=exits.CLEAN))
