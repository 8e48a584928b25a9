"""The command line as Typer knows it: the commands, each loaded from its module."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from tailcli.cli import exits, streams
from tailcli.cli.main import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

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
