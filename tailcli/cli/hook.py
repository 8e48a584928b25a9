"""``tailcli hook``: what the hooks of ``.pre-commit-hooks.yaml`` run. The help does not list it."""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from tailcli.cli import exits
from tailcli.inputs.discovery import looks_like_policy
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from typer._click import Command

HELP = """Run a command for a pre-commit hook: lint, fmt, test or diff.

The files that a hook is given were chosen by their names. Those that turn out to be no policies are passed
over, as `tailcli lint` passes over them in a folder. Everything else is handed to the command.

\b
Examples:
  tailcli hook lint --fail-on error policy.hujson
  tailcli hook diff policy.hujson

\b
Exit codes:
  those of the command; 0 where no file is a policy
"""

# Options of the command that is run are not known here.
CONTEXT = {"ignore_unknown_options": True, "allow_interspersed_args": False}


class Hook(Enum):
    """The hooks."""

    LINT = "lint"
    FMT = "fmt"
    TEST = "test"
    DIFF = "diff"


def command(
    hook: Annotated[Hook, typer.Argument(show_default=False)],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[OPTION]... FILE...")] = None,
) -> None:
    """Leave out what is no policy and run the command for the rest."""
    program = _program(hook)
    options, files = split(arguments or [], program)
    if hook is Hook.DIFF:
        runs = [files]
    else:
        policies = [path for path in files if _is_policy(path)]
        runs = [[path] for path in policies] if hook is Hook.TEST else [policies] if policies else []
    raise typer.Exit(
        max((_run(program, [*options, *map(_as_operand, paths)]) for paths in runs), default=exits.CLEAN)
    )


def _program(hook: Hook) -> Command:
    if hook is Hook.DIFF:
        from tailcli.cli import hook_diff

        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command(hook.value, help=hook_diff.HELP)(hook_diff.command)
    else:
        from tailcli.cli.application import application

        app = application((hook.value,))
    found = typer.main.get_command(app)
    return found.commands[hook.value] if isinstance(found, TyperGroup) else found


def split(arguments: list[str], program: Command) -> tuple[list[str], list[str]]:
    """Return the options (with their values) and the files; a name that begins with ``-`` can be a file."""
    takes_value = {
        name: not getattr(parameter, "is_flag", False)
        for parameter in program.params
        for name in parameter.opts
    }
    options: list[str] = []
    files: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, given, _ = argument.partition("=")
        if not argument.startswith("-") or (name not in takes_value and os.path.lexists(argument)):
            files.append(argument)
            continue
        options.append(argument)
        if takes_value.get(name) and not given:
            options += [value for value in (next(rest, None),) if value is not None]
    return options, files


def _as_operand(path: str) -> str:
    """Return a path that no command takes for an option."""
    return f"./{path}" if path.startswith("-") else path


def _is_policy(path: str) -> bool:
    """Say whether a file is meant as a policy; the command says what is wrong with an unreadable one."""
    from tailcli import api
    from tailcli.inputs.files import read_file

    try:
        return looks_like_policy(api.load(read_file(path)))
    except InputError:
        return path.lower().endswith(".hujson")


def _run(program: Command, arguments: list[str]) -> int:
    try:
        program(arguments, prog_name=f"tailcli {program.name}")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exits.UNUSABLE
    return exits.CLEAN
