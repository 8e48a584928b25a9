"""The entry point of ``tailcli``: finds the command, loads it alone, and turns a bad input into exit 2."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from tailcli.cli import exits, streams
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The order in which the help lists them. Each is a module here with ``HELP`` and ``command``.
COMMANDS = ("lint", "fmt", "validate", "diff", "test", "access", "compile", "schema", "rule", "init")

# Commands that other programs call; the help does not list them.
HIDDEN = ("hook", "action")

_MODULES = {"test": "test_command", "access": "access_command"}


def application(names: Iterable[str], *, completion: bool = False) -> typer.Typer:
    """Return the command line with the given commands, whose modules are imported.

    Args:
        names: the commands.
        completion: whether it can complete words for a shell and be installed there.
    """
    app = typer.Typer(
        name="tailcli",
        no_args_is_help=True,
        add_completion=completion,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(help=HELP, epilog=exits.EPILOG)(_options)
    for name in names:
        module = import_module(f"tailcli.cli.{_MODULES.get(name, name)}")
        app.command(
            name,
            help=module.HELP,
            no_args_is_help=False,
            hidden=name in HIDDEN,
            context_settings=getattr(module, "CONTEXT", None),
        )(module.command)
    return app


# Set by the shell while it asks for completions.
_COMPLETING = "_TAILCLI_COMPLETE"

HELP = "Lint tailnet policy files and see, offline, who gains and who loses access when they change."


def _version(*, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        streams.answer(f"tailcli {version('tailcli')}\n")
        raise typer.Exit


def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


def named(arguments: Sequence[str]) -> Iterable[str]:
    """Return the command that the arguments name, alone: the others need not be loaded to run it."""
    word = next((argument for argument in arguments if not argument.startswith("-")), None)
    return (word,) if word in (*COMMANDS, *HIDDEN) else COMMANDS


def _tell_what_is_here() -> None:
    """End the process with what to do in this folder; where there is no policy in it, show the help."""
    from tailcli.cli.overview import overview

    seen = overview()
    if seen:
        streams.answer(seen)
        sys.exit(exits.CLEAN)
    streams.talk("There is no policy file in this folder; `tailcli init` sets a repository up for one.")
    application(COMMANDS, completion=True)(["--help"], prog_name="tailcli")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if arguments is None:
        # A process of its own is short: looking for cycles costs more than it frees.
        gc.disable()
    streams.prepare()
    names = tuple(named(given))
    try:
        if not given and _COMPLETING not in os.environ:
            _tell_what_is_here()
        # Completion costs time to load: it is there where all commands are loaded anyway.
        with streams.progress(names):
            application(names, completion=len(names) > 1)(given, prog_name="tailcli")
    except InputError as error:
        streams.talk(f"error: {error}")
        sys.exit(exits.UNUSABLE)
