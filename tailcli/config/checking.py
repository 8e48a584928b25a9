"""Checking parsed TOML against the shapes of the tables."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, TypeVar, assert_never

from tailcli.config.errors import ConfigError
from tailcli.config.rule_words import is_gate_word, is_rule_word, nearest_gate, nearest_rule
from tailcli.config.shapes import Choice, Foreign, ListOf, MapOf, Scalar, Table
from tailcli.policy.capabilities import capability_fault
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from tailcli.config.errors import Path
    from tailcli.config.shapes import Shape

    Held = TypeVar("Held", list[object], dict[str, object])


def check(shape: Shape, value: object, path: Path = ()) -> None:
    """Return if a value has a shape.

    Raises:
        ConfigError: for the first key that is unknown or missing, or value that is wrong.
    """
    match shape:
        case Scalar():
            _check_scalar(shape, value, path)
        case Choice(words):
            _check_choice(words, value, path)
        case ListOf(element):
            for index, item in enumerate(
                _demand_least(shape.least, _demand_list(element, value, path), path)
            ):
                check(element, item, (*path, index))
        case MapOf():
            for key, item in _demand_least(shape.least, demand_table(value, path), path).items():
                _check_scalar(shape.key, key, (*path, key))
                check(shape.value, item, (*path, key))
        case Table():
            _check_table(shape, value, path)
        case Foreign():
            _check_foreign(demand_table(value, path), path)
        case _:
            assert_never(shape)


def _check_foreign(value: object, path: Path) -> None:
    """Demand what JSON can say: no dates, and no numbers that are none."""
    match value:
        case dict():
            for key, item in value.items():
                _check_foreign(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                _check_foreign(item, (*path, index))
        case bool() | int() | str():
            pass
        case float() if isfinite(value):
            pass
        case _:
            raise _wrong("a value that JSON has", value, path)


def _check_table(table: Table, value: object, path: Path) -> None:
    found = demand_table(value, path)
    for name, item in found.items():
        key = table.find(name)
        if key is None:
            raise unknown_key(table, name, path)
        check(key.shape, item, (*path, name))
    missing = next((name for name in table.required if name not in found), None)
    if missing is not None:
        raise ConfigError(path, f'"{missing}" is missing')


def unknown_key(table: Table, name: str, path: Path) -> ConfigError:
    """Return the error that says that there is no such key, with the nearest or all that there are."""
    known = [key.name for key in table.keys]
    near = closest(name.replace("_", "-"), known) or (name.replace("_", "-") if "_" in name else None)
    near = near if near in known else None
    reason = "unknown key" if near else f"unknown key; known are {', '.join(known)}"
    return ConfigError((*path, name), reason, near)


def demand_table(value: object, path: Path) -> dict[str, object]:
    """Return a value that must be a table.

    Raises:
        ConfigError: if it is something else.
    """
    if not isinstance(value, dict):
        raise _wrong("a table", value, path)
    return value


def _demand_list(element: Shape, value: object, path: Path) -> list[object]:
    if not isinstance(value, list):
        raise _wrong(f"a list of {_plural(element)}", value, path)
    return value


def _demand_least(least: int, held: Held, path: Path) -> Held:
    if len(held) < least:
        raise ConfigError(path, "names nothing: leave the key out, or say what it is about")
    return held


def _plural(shape: Shape) -> str:
    match shape:
        case Scalar.TEXT:
            return "strings"
        case Scalar.RULES:
            return "rules"
        case Scalar.GATES:
            return "rules about a change"
        case Table() | MapOf() | Foreign():
            return "tables"
        case _:
            return "values"


def _check_choice(words: tuple[str, ...], value: object, path: Path) -> None:
    if not isinstance(value, str):
        raise _wrong(f"one of {', '.join(words)}", value, path)
    if value not in words:
        reason = f"expected one of {', '.join(words)}, found {value!r}"
        raise ConfigError(path, reason, closest(value, words))


_PYTHON = {
    Scalar.TEXT: str,
    Scalar.INTEGER: int,
    Scalar.BOOLEAN: bool,
    Scalar.GROUP: str,
    Scalar.RULES: str,
    Scalar.CAPABILITY: str,
    Scalar.GATES: str,
}


def _check_scalar(shape: Scalar, value: object, path: Path) -> None:
    # A boolean is an integer in Python, and in nothing else.
    if type(value) is not _PYTHON[shape]:
        raise _wrong(shape.value, value, path)
    if isinstance(value, str):
        _check_text(shape, value, path)


def _check_text(shape: Scalar, text: str, path: Path) -> None:
    if not text.strip():
        raise ConfigError(path, f"expected {shape.value}, found an empty string")
    if shape is Scalar.GROUP and not text.startswith("group:"):
        raise ConfigError(path, f"expected {shape.value}", f"group:{text}")
    fault = capability_fault(text) if shape is Scalar.CAPABILITY else None
    if fault is not None:
        raise ConfigError(path, fault.message, next(iter(fault.allowed), None))
    if shape is Scalar.RULES and not is_rule_word(text):
        raise ConfigError(path, f"no rule is called {text!r}", nearest_rule(text))
    if shape is Scalar.GATES and not is_gate_word(text):
        raise ConfigError(path, f"no rule about a change is called {text!r}", nearest_gate(text))


def _wrong(expected: str, value: object, path: Path) -> ConfigError:
    return ConfigError(path, f"expected {expected}, found {_kind(value)}")


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a fraction", str: "a string", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")
