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
# Shares of zero bytes among the bytes of even or of odd places, in text that is mostly ASCII.
_MOST = 0.7
_SOME = 0.3


def decode(name: str, data: bytes) -> SourceText:
    """Return the text of UTF-8 bytes.

    A byte order mark stays in the text: the parser reports it at its place.

    Raises:
        InputError: if there is nothing, or it is not UTF-8.
    """
    if not data:
        raise InputError(name, "the file is empty")
    wrong = _other_encoding(data)
    if wrong is not None:
        raise InputError(name, wrong)
    try:
        return SourceText(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start} (0x{data[error.start]:02x}, line {line})"
        raise InputError(name, f"not valid UTF-8 at {place}; save the file as UTF-8") from error


def _other_encoding(data: bytes) -> str | None:
    start = data[:_LOOKED_AT]
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _wide(start)
    if encoding is not None:
        return f"the file is {encoding}; save it as UTF-8"
    return "the file is binary, not text" if 0 in start else None


def _wide(start: bytes) -> str | None:
    """Recognise text of two or four bytes a character by where its zero bytes stand."""
    halves = start[::2], start[1::2]
    few, many = sorted(half.count(0) / max(1, len(half)) for half in halves)
    if few > _SOME:
        return "UTF-32" if many > _MOST else None
    return "UTF-16" if many > _MOST else None
