"""The options that choose settings: ``--config`` and ``--isolated``, the same for every command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from tailcli.inputs.configuration import Configurations

if TYPE_CHECKING:
    from collections.abc import Mapping

ConfigOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--config",
        metavar="FILE|KEY=VALUE",
        help="A settings file to use instead of looking for one, or a setting (may be repeated).",
    ),
]
IsolatedOption: TypeAlias = Annotated[bool, typer.Option("--isolated", help="Look for no settings file.")]


ConfigFromOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--config-from",
        metavar="REV",
        help="Read settings files and the baseline as this revision has them: no change can edit those.",
    ),
]


def configurations(
    config: list[str] | None, *, isolated: bool, revision: str | None = None
) -> Configurations:
    """Return where the settings of a run come from.

    Raises:
        typer.BadParameter: for a setting that cannot be used, or two settings files.
        InputError: for a settings file that cannot be used.
    """
    file, overrides = settings_given(config)
    if file is not None and revision is not None:
        raise typer.BadParameter(
            "a settings file is given: it comes from no revision", param_hint="--config-from"
        )
    return Configurations(file=file, overrides=overrides, isolated=isolated, revision=revision)


def settings_given(config: list[str] | None) -> tuple[str | None, Mapping[str, object]]:
    """Return the settings file and the parsed settings that ``--config`` gives.

    Raises:
        typer.BadParameter: for a setting that cannot be used, or two settings files.
    """
    if not config:
        return None, {}
    from tailcli.config.reading import is_override

    settings = [one for one in config if is_override(one) and not os.path.lexists(one)]
    files = [one for one in config if one not in settings]
    if len(files) > 1:
        raise typer.BadParameter(f"two settings files: {files[0]} and {files[1]}", param_hint="--config")
    return files[0] if files else None, _overrides(settings)


def _overrides(settings: list[str]) -> Mapping[str, object]:
    from tailcli.config.errors import ConfigError
    from tailcli.config.reading import read_overrides

    try:
        return read_overrides(settings)
    except ConfigError as error:
        raise typer.BadParameter(str(error), param_hint="--config") from None
