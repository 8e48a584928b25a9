"""Bytes to text: UTF-8 and nothing else, with a word on what else the bytes may be."""

from __future__ import annotations

from tailcli.inputs.errors import InputError
from tailcli.source.text import SourceText

# The UTF-32 marks begin with the UTF-16 ones, so they come first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_LOOKED_AT = 4096


def decode(name: str, data: bytes) -> SourceText:
    """Return the text of UTF-8 bytes.

    A byte order mark stays in the text: the parser reports it at its place.

    Raises:
        InputError: if there is nothing, or it is not UTF-8.
    """
    if not data:
        raise InputError(name, "the file is empty")
    encoding = _other_encoding(data)
    if encoding is not None:
        raise InputError(name, f"the file is {encoding}; save it as UTF-8")
    try:
        return SourceText(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start} (0x{data[error.start]:02x}, line {line})"
        raise InputError(name, f"not valid UTF-8 at {place}; save the file as UTF-8") from error


def _other_encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:_LOOKED_AT]
    zeros = start.count(0)
    if not zeros:
        return None
    return "binary, not text" if start.isascii() is False or zeros * 4 < len(start) else _wide(start)


def _wide(start: bytes) -> str:
    """Tell UTF-16 from UTF-32 by the share of zero bytes in what is mostly ASCII text."""
    odd, even = start[1::2].count(0), start[::2].count(0)
    if odd and even:
        return "UTF-32" if start.count(0) * 2 > len(start) else "binary, not text"
    return "UTF-16"
