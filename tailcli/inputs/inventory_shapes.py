"""Checked reading of decoded JSON: each function takes a value and returns what it must be, or raises.

A fault carries the path to the value, built from the inside out while it travels, so that reading well-formed
data costs nothing for it.
"""

from __future__ import annotations

import ipaddress
import json
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from tailcli.inputs.inventory_document import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tailcli.inputs.inventory_document import Path

_Value = TypeVar("_Value")
_SHOWN = 60


class ShapeError(Exception):
    """A value is not what its place calls for. ``path`` leads to it from wherever the error is caught."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        self.path: Path = ()
        super().__init__(expected)

    def within(self, step: str | int) -> ShapeError:
        """Return the same fault as seen from one level further out."""
        self.path = (step, *self.path)
        return self

    @property
    def message(self) -> str:
        """The fault in one sentence."""
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{_escaped(step)}" for step in self.path)
        return f"{where.removeprefix('.') or 'the file'}: expected {self.expected}, found {self.found}"


def _escaped(written: str) -> str:
    """A text of the file in a form that may be printed anywhere: ASCII, no control characters, short."""
    return json.dumps(written[:_SHOWN])[1:-1] + ("..." if len(written) > _SHOWN else "")


def shown(value: object) -> str:
    """Describe a value in a few words: a string quoted, escaped to ASCII and shortened; else its kind."""
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    kinds = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "nothing")


def record(value: object) -> Mapping[str, object]:
    """Return an object's members by folded name."""
    if not isinstance(value, dict):
        raise ShapeError("an object", shown(value))
    return {fold(name): member for name, member in value.items()}


def items(value: object, read: Callable[[object], _Value]) -> tuple[_Value, ...]:
    """Return the elements of a list, each read by ``read``; null is an empty list (as Go writes it)."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ShapeError("a list", shown(value))
    done: list[_Value] = []
    try:
        done.extend(map(read, value))
    except ShapeError as error:
        raise error.within(len(done)) from None
    return tuple(done)


def entries(value: object, read: Callable[[object], _Value]) -> dict[str, _Value]:
    """Return an object whose names are keys, as written, each member read by ``read``; null is empty."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ShapeError("an object", shown(value))
    done: dict[str, _Value] = {}
    name = ""
    try:
        for name, member in value.items():
            done[name] = read(member)
    except ShapeError as error:
        raise error.within(name) from None
    return done


def field(members: Mapping[str, object], name: str, read: Callable[[object], _Value]) -> _Value:
    """Return the member ``name``, read by ``read``, which gets None where it is missing."""
    try:
        return read(members.get(fold(name)))
    except ShapeError as error:
        raise error.within(name) from None


def text(value: object) -> str:
    """Return a string; the empty string where there is none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ShapeError("a string", shown(value))
    return value


def identifier(value: object) -> str:
    """Return an id, which some formats write as a number, as a string; empty where there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value)


def flag(value: object) -> bool:
    """Return a boolean; False where there is none."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ShapeError("true or false", shown(value))
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of strings; empty where there is none."""
    return items(value, _some_text)


def _some_text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ShapeError("a string", 'an empty string ""' if value == "" else shown(value))
    return value


def addresses(value: object) -> tuple[str, ...]:
    """Return a list of at least one IP address, in their shortest spelling."""
    found = items(value, _address)
    if not found:
        raise ShapeError("a list of IP addresses", "an empty list" if value == [] else shown(value))
    return found


def _address(value: object) -> str:
    if isinstance(value, str) and "%" not in value:
        try:
            return str(ipaddress.ip_address(value))
        except ValueError:
            pass
    raise ShapeError("an IP address", shown(value))


def prefixes(value: object) -> tuple[str, ...]:
    """Return a list of networks (``10.0.0.0/8``) without host bits; empty where there is none."""
    return items(value, _prefix)


def _prefix(value: object) -> str:
    found = _network(value) if isinstance(value, str) else None
    if found is None:
        raise ShapeError("a network such as 10.0.0.0/8", shown(value))
    return found


@lru_cache(maxsize=1024)
def _network(written: str) -> str | None:
    """A network in its shortest spelling, or None. The same few routes come again and again."""
    _, slash, bits = written.partition("/")
    if not slash or not bits.isdecimal() or "%" in written:
        return None
    try:
        return str(ipaddress.ip_network(written, strict=False))
    except ValueError:
        return None


def scalars(value: object) -> Mapping[str, str | float | bool]:
    """Return posture attributes: an object of strings, numbers and booleans, its names as written."""
    return entries(value, _scalar)


def _scalar(value: object) -> str | float | bool:
    if not isinstance(value, str | int | float):
        raise ShapeError("a string, a number or a boolean", shown(value))
    return value
