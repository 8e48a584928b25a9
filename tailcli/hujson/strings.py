"""Strings: their value, and what can be wrong inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson import tokens

if TYPE_CHECKING:
    from tailcli.hujson.reading import Reading

_ESCAPES = 'Known escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.'
_NAMES = {"\t": "tab", "\0": "NUL character"}
_WRITTEN = {"\t": "\\t", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r"}


def decode(raw: str) -> str:
    """Return the value of a valid string, given with its quotes.

    A surrogate that is not half of a pair becomes U+FFFD, as in Go.
    """
    if "\\" not in raw:
        return tokens.SURROGATE.sub("\ufffd", raw[1:-1])
    import json

    value: str = json.loads(raw)  # its scanner of strings is written in C
    return tokens.SURROGATE.sub("\ufffd", value)


def faulty(reading: Reading, start: int, end: int) -> str:
    """Report every fault in the text between two quotes and return what it most likely means."""
    from tailcli.hujson import mistakes

    pieces: list[str] = []
    at = start
    for match in mistakes.CONTROL_OR_ESCAPE(reading.text, start, end):
        if match.lastindex is None:
            continue
        if reading.gave_up:
            break
        pieces.append(reading.text[at : match.start()])
        pieces.append(_bad_escape(reading, match.span()) if match[1] else _control(reading, match.span()))
        at = match.end()
    pieces.append(reading.text[at:end])
    return _lenient('"' + "".join(pieces) + '"')


def _lenient(raw: str) -> str:
    clean = tokens.SURROGATE.sub("\ufffd", raw)
    return decode(clean) if tokens.STRING(clean) else clean[1:-1]


def _bad_escape(reading: Reading, span: tuple[int, int]) -> str:
    text = reading.text[span[0] : span[1]]
    reading.report(*span, f"{shown(text)} is not an escape of JSON.", _ESCAPES)
    return "\\\\" + text[1:]


def _control(reading: Reading, span: tuple[int, int]) -> str:
    first = reading.text[span[0]]
    name = _NAMES.get(first, f"control character U+{ord(first):04X}")
    written = _WRITTEN.get(first, f"\\u{ord(first):04x}")
    reading.report(*span, f"A {name} stands inside a string.", f"Write it as {written}.")
    return "".join(f"\\u{ord(character):04x}" for character in reading.text[span[0] : span[1]])


def shown(text: str, limit: int = 40) -> str:
    """Return a piece of the text as it may stand in a message: short, on one line, and printable."""
    short = text if len(text) <= limit else text[: limit - 1] + "\u2026"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
