"""Inventory files as JSON: reading them, and finding the place of a fault in them.

Inventories are machine-made and may be huge, so they are read by the standard library's parser, which keeps
no positions. Only when something is wrong is the text walked again, to the place in question.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from tailcli.inputs.errors import InputError
from tailcli.inputs.files import size

if TYPE_CHECKING:
    from tailcli.source import Position, SourceText

INVENTORY_LIMIT = 256 * 1024 * 1024
"""The largest inventory file that is read, in bytes."""

DEEPEST = 100
"""How many levels a value may be nested; a device list has about five."""

_LONGEST_NUMBER = 400
_BLANK = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<number>-?\d{401,}+)|(?P<constant>-?[A-Z]\w*+)')
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])')

Path = tuple[str | int, ...]


class InventoryError(InputError):
    """An inventory that cannot be read: ``reason`` says what is wrong and what was expected.

    ``position`` is the place of the fault, None where the file as a whole is at fault. The reason holds no
    text of the file except escaped and shortened, so that it may be printed; the name is the user's own.
    """

    def __init__(self, name: str, position: Position | None, reason: str) -> None:
        super().__init__(name, reason)
        self.position = position

    def __str__(self) -> str:
        """Return name, place and reason on one line."""
        place = f":{self.position.line}:{self.position.column}" if self.position else ""
        return f"{self.name}{place}: {self.reason}"


class _UnreadableNumberError(ValueError):
    """A number that is too long, or a word such as NaN that JSON does not have."""


def _integer(raw: str) -> int:
    if len(raw.lstrip("-")) > _LONGEST_NUMBER:
        raise _UnreadableNumberError
    return int(raw)


def _constant(_word: str) -> NoReturn:
    raise _UnreadableNumberError


_DECODER = json.JSONDecoder(parse_int=_integer, parse_constant=_constant)


def read_json(source: SourceText) -> object:
    """Return the value that the text holds; a byte order mark before it is skipped.

    Raises:
        InventoryError: if the text is too large, too deep or not JSON.
    """
    text = source.text.removeprefix("\ufeff")
    if len(text) > INVENTORY_LIMIT:
        raise InventoryError(source.name, None, f"larger than the limit of {size(INVENTORY_LIMIT)}")
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _not_json(source, error.pos + len(source.text) - len(text), error.msg) from None
    except _UnreadableNumberError:
        raise _unreadable_number(source) from None
    except RecursionError:
        raise _too_deep(source) from None
    return value


def _not_json(source: SourceText, offset: int, reason: str) -> InventoryError:
    if not source.text.strip("\ufeff \t\r\n"):
        return InventoryError(
            source.name, source.position(0), "empty; expected a device or user list as JSON"
        )
    at_end = offset >= len(source.text.rstrip())
    message = "the JSON ends too early (a truncated file?)" if at_end else f"not JSON: {_plain(reason)}"
    return InventoryError(source.name, source.position(min(offset, len(source.text))), message)


def _plain(reason: str) -> str:
    """The parser's reason as part of a sentence: ``Expecting value`` becomes ``expecting value``."""
    return reason[:1].lower() + reason[1:].removesuffix(" at")


def _unreadable_number(source: SourceText) -> InventoryError:
    found = next((match for match in _TOKEN.finditer(source.text) if match.lastgroup), None)
    position = source.position(found.start()) if found else None
    if found and found.lastgroup == "number":
        message = f"a number of {len(found.group())} digits; at most {_LONGEST_NUMBER} are read"
    else:
        message = "not JSON: NaN and Infinity are no numbers in it"
    return InventoryError(source.name, position, message)


def _too_deep(source: SourceText) -> InventoryError:
    depth = 0
    offset = 0
    for match in _BRACKET.finditer(source.text):
        depth += {"open": 1, "close": -1}.get(match.lastgroup or "", 0)
        if depth > DEEPEST:
            offset = match.start()
            break
    message = f"nested deeper than {DEEPEST} levels; a device list has about five"
    return InventoryError(source.name, source.position(offset), message)


def place_of(source: SourceText, path: Path) -> Position:
    """Return where the value at ``path`` begins in a text that :func:`read_json` has read.

    Names match without regard to case and the last of several counts, as they do for the readers. Where the
    path leads nowhere (a member that is missing), the place is that of the innermost value that exists.
    """
    text = source.text
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    for step in path:
        inner = _element(text, at, step) if isinstance(step, int) else _member(text, at, step)
        if inner is None:
            break
        at = inner
    return source.position(at)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _element(text: str, at: int, index: int) -> int | None:
    """The offset of an element of the array at ``at``."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    for _ in range(index):
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        if text[at] != ",":
            return None
        at = _skip(text, at + 1)
    return at


def _member(text: str, at: int, name: str) -> int | None:
    """The offset of the value of the last member of that name of the object at ``at``."""
    if text[at] != "{":
        return None
    found = None
    at = _skip(text, at + 1)
    while text[at] == '"':
        key, at = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, at) + 1)
        if fold(key) == fold(name):
            found = value
        at = _skip(text, _DECODER.raw_decode(text, value)[1])
        if text[at] != ",":
            break
        at = _skip(text, at + 1)
    return found


@lru_cache(maxsize=1024)
def fold(name: str) -> str:
    """Return the form in which names are compared: case and underscores do not count.

    Go's decoder disregards case, and older headscale writes ``ip_addresses`` where newer writes
    ``ipAddresses``; no two names of any format differ in that alone.
    """
    return name.replace("_", "").lower()
