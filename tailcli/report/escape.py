"""Making text from a policy file harmless where it is shown, one function a place.

What is in a policy was written by someone else: escape sequences, bidirectional controls and invisible
characters are shown as escapes, never sent.
"""

from __future__ import annotations

import re
import unicodedata

_LAST_BYTE = 0xFF
_LAST_OF_FIRST_PLANE = 0xFFFF
_NO_WIDTH = frozenset(("Mn", "Me"))
_WIDE = frozenset(("W", "F"))
# CI services act on ``##[command]`` and ``##vso[command]`` wherever in a line of their log they stand.
_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
_BROKEN = "\\x23"
_CUT_END, _CUT_BEGINNING = re.compile(r"(?<=[, ])[^, ]{1,40}\Z"), re.compile(r"\A[^, ]{1,40}(?=[, ])")


def terminal(text: str, limit: int | None = None) -> str:
    """Return text for one line of a terminal: everything that is not printable becomes an escape.

    So does what a CI service would take for a command in its log. With a limit, the middle of a longer text
    is left out, between the things of a list if it is one: half a number would be another one.
    """
    if limit is not None and len(text) > limit:
        half = limit // 2
        text = f"{_CUT_END.sub('', text[:half])}…{_CUT_BEGINNING.sub('', text[-half:])}"
    if "##" in text:
        text = _LOG_COMMAND.sub(lambda _: _BROKEN, text)
    if text.isprintable():
        return text
    return "".join(map(escape_character, text))


def first(text: str) -> str:
    """Return text for the beginning of a line, where ``::`` would start a command to GitHub."""
    return begun(terminal(text))


def begun(line: str) -> str:
    """Return a line that is made already, so that it starts no command to GitHub."""
    return line.replace(":", "\\x3a", 1) if line.lstrip().startswith("::") else line


def characters(text: str) -> list[str]:
    """Return what ``terminal`` shows for each character of a text."""
    shown = list(map(escape_character, text))
    if "##" in text:
        for found in _LOG_COMMAND.finditer(text):
            shown[found.start()] = _BROKEN
    return shown


def escape_character(character: str) -> str:
    """Return a printable character as it is, any other as the escape that Python would write for it."""
    if character.isprintable():
        return character
    return _SHORT.get(character) or _numeric(ord(character))


_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _numeric(code: int) -> str:
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    if code <= _LAST_OF_FIRST_PLANE:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"


def width(text: str) -> int:
    """Return how many cells of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
