"""``tailcli lint``."""

from __future__ import annotations

from typing import Annotated

import typer

from tailcli.cli.configuring import ConfigFromOption, ConfigOption, IsolatedOption, configurations
from tailcli.cli.lint_choice import Flags
from tailcli.cli.lint_options import (
    BaselineOption,
    Changes,
    DiffOption,
    FixOption,
    OutputFileOption,
    ReasonOption,
    StatisticsOption,
    SuppressOption,
    UnsafeOption,
    WriteBaselineOption,
    changes_of,
)
from tailcli.cli.lint_run import Printing, job_for, run
from tailcli.cli.lint_settings import (
    FailOnOption,
    IgnoreOption,
    KindOption,
    NoIgnoresOption,
    PersonaOption,
    SelectOption,
)
from tailcli.cli.words import rule_words
from tailcli.report.formats import FindingFormat
from tailcli.report.style import ColorChoice

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
  tailcli lint --format sarif --output-file tailcli.sarif
  tailcli lint --fix
  tailcli lint --fix --unsafe-fixes --diff policy.hujson
  tailcli lint --write-baseline baseline.json
  tailcli lint --baseline baseline.json
  tailcli lint --config-from origin/main --baseline baseline.json

\b
Exit codes:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on (a syntax error is a finding),
     or with --diff something to change
  2  wrong usage, or an input that cannot be read
"""


def command(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", show_default=False)] = None,
    *,
    output: Annotated[
        FindingFormat, typer.Option("--format", help="How to print the findings.")
    ] = FindingFormat.FULL,
    output_file: OutputFileOption = None,
    fail_on: FailOnOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    persona: PersonaOption = None,
    kind: KindOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    config_from: ConfigFromOption = None,
    no_ignores: NoIgnoresOption = False,
    fix: FixOption = False,
    unsafe_fixes: UnsafeOption = False,
    diff: DiffOption = False,
    add_suppressions: SuppressOption = False,
    reason: ReasonOption = "",
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
    statistics: StatisticsOption = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Lint, print, and exit by what was found."""
    changes = changes_of(Changes(fix, unsafe_fixes, diff, add_suppressions, reason))
    flags = Flags(rule_words(select), rule_words(ignore), persona, kind, fail_on, suppressions=not no_ignores)
    known = configurations(config, isolated=isolated, revision=config_from)
    job = job_for(paths or ["."], stdin_filename, known, flags, Printing(output, color, output_file))
    job = job._replace(
        changes=changes,
        baseline=baseline,
        write_baseline=write_baseline,
        statistics=statistics,
        settings_revision=config_from,
    )
    raise typer.Exit(run(job))
