"""The entry point of ``tailcli``: finds the command, loads it alone, and turns a bad input into exit 2."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tailcli.cli import exits, streams
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

    from typer import Typer

# The order in which the help lists them. Each is a module here with ``HELP`` and ``command``.
COMMANDS = ("lint", "fmt", "validate", "diff", "test", "access", "compile", "schema", "rule", "init")

# Commands that other programs call; the help does not list them.
HIDDEN = ("hook", "action")

# Set by the shell while it asks for completions.
_COMPLETING = "_TAILCLI_COMPLETE"


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
    _application(COMMANDS)(["--help"], prog_name="tailcli")


def _application(names: tuple[str, ...]) -> Typer:
    """Return the command line; completion costs time to load, so it is there where all commands are."""
    from tailcli.cli.application import application

    return application(names, completion=len(names) > 1)


def _plainly(given: Sequence[str]) -> int | None:
    """Run the most frequent call without a command-line framework; None if this is another one."""
    from tailcli.cli.plain_lint import plain_call, run_plainly

    call = None if _COMPLETING in os.environ else plain_call(given)
    return None if call is None else run_plainly(call)


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
        with streams.progress(names):
            code = _plainly(given)
            if code is not None:
                sys.exit(code)
            _application(names)(given, prog_name="tailcli")
    except InputError as error:
        _fail(error)
    except OSError as error:
        fault = streams.fault_of_output(error)
        if fault is None:
            raise
        _fail(fault)


def _fail(error: InputError) -> NoReturn:
    streams.talk(f"error: {error}")
    sys.exit(exits.UNUSABLE)
