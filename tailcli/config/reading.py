"""From the text of a settings file to a configuration.

A settings file is ``tailcli.toml``, or the table ``[tool.tailcli]`` of ``pyproject.toml``. The keys are those
of ``keys.ROOT``; docs/configuration.md explains them. Nothing here reads a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.config.assembly import assemble
from tailcli.config.checking import demand_table
from tailcli.config.errors import ConfigError
from tailcli.config.places import line_of
from tailcli.config.shapes import ListOf, MapOf, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.config.configuration import Configuration
    from tailcli.config.shapes import Shape

PYPROJECT_TABLE = ("tool", "tailcli")

_OVERRIDE = re.compile(r"""(?P<key>(?:[\w.-]|"[^"\n]*"|'[^'\n]*')+)\s*=(?P<value>.*)""", re.DOTALL)
_BARE = re.compile(r"[A-Za-z][\w.,@:*/ -]*")
_TOML_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


def read_configuration(
    text: str, *, table: tuple[str, ...] = (), overrides: Mapping[str, object] | None = None
) -> Configuration | None:
    """Return what the text of a settings file says, or None if it lacks the table.

    Args:
        text: TOML.
        table: where the settings are (``PYPROJECT_TABLE`` in a ``pyproject.toml``).
        overrides: parsed settings that beat those of the text (``read_overrides``).

    Raises:
        ConfigError: for text that is no TOML, and for a key or value that cannot be used, with its line.
    """
    found: object = _parsed(text)
    try:
        for depth, name in enumerate(table):
            holder = demand_table(found, table[:depth])
            if name not in holder:
                return None
            found = holder[name]
        own = demand_table(found, ())
        assemble(own)
        return assemble(merged(own, overrides or {}), lambda path: line_of(text, (*table, *path)))
    except ConfigError as error:
        line = line_of(text, (*table, *error.path))
        raise ConfigError(error.path, error.reason, error.suggestion, line=line) from None


def _parsed(text: str) -> dict[str, object]:
    """Parse TOML; its reader is loaded only where there is a settings file."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place else max(1, text.count("\n"))
        reason = _TOML_PLACE.sub("", str(error))
        raise ConfigError((), f"not valid TOML: {reason}", line=line) from None


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return settings of which those ``above`` beat those ``below``; tables are merged, lists replaced."""
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        both = isinstance(under, dict) and isinstance(value, dict)
        result[key] = merged(under, value) if both else value  # type: ignore[arg-type]  # both are tables
    return result


def is_override(argument: str) -> bool:
    """Tell whether an argument has the form ``KEY=VALUE``."""
    return _OVERRIDE.fullmatch(argument) is not None


def read_overrides(arguments: Sequence[str]) -> dict[str, object]:
    """Return the settings that arguments of the form ``KEY=VALUE`` set; a later one beats an earlier one.

    A value is TOML; a plain word needs no quotes, and for a list words with commas between them do.

    Raises:
        ConfigError: for the first that is no setting.
    """
    from tailcli.config.keys import ROOT

    result: dict[str, object] = {}
    for argument in arguments:
        match = _OVERRIDE.fullmatch(argument)
        if match is None:
            raise ConfigError((), f"expected KEY=VALUE, found {argument!r}")
        setting = _setting(match["key"], match["value"].strip(), ROOT)
        assemble(setting)
        result = merged(result, setting)
    return result


def _setting(key: str, value: str, root: Shape) -> dict[str, object]:
    if not _BARE.fullmatch(value) or value in {"true", "false", "inf", "nan"}:
        return _parsed_setting(key, value)
    path = _path(_parsed_setting(key, '""'))
    shape: Shape | None = root
    for name in path:
        shape = _below(shape, name)
    setting: object = [word.strip() for word in value.split(",")] if isinstance(shape, ListOf) else value
    for name in reversed(path[1:]):
        setting = {name: setting}
    return {path[0]: setting}


def _path(nested: object) -> list[str]:
    """Return the keys of a table that holds one key, and so on inwards."""
    names = []
    while isinstance(nested, dict):
        name, nested = next(iter(nested.items()))
        names.append(name)
    return names


def _parsed_setting(key: str, value: str) -> dict[str, object]:
    try:
        return _parsed(f"{key} = {value}")
    except ConfigError as error:
        raise ConfigError((key,), error.reason) from None


def _below(shape: Shape | None, name: str) -> Shape | None:
    if isinstance(shape, MapOf):
        return shape.value
    key = shape.find(name) if isinstance(shape, Table) else None
    return None if key is None else key.shape
