"""What Tailscale's own parser says about a text that it refuses: its first error, in its words.

That parser stops at the first error; ``parse`` goes on and words things for people. Those who know the other
wording, from an API answer or a workflow's log, look for it, so the first problem of a text carries it.
The scanner here knows nothing of the tree: it is a second reading of the same grammar, strict and short.
"""

from __future__ import annotations

import re
from typing import NoReturn

from tailcli.hujson.mistakes import PROPER
from tailcli.hujson.tokens import LITERAL, white_space_end
from tailcli.source.tuples import NamedTuple

_ANY_STRING = re.compile(r'"(?:[^"\\]++|\\[\s\S])*+"').match
_PROPER_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"').fullmatch
_SEPARATOR = re.compile(r"[\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LITERAL_LIMIT = 200
_BYTE_ESCAPES = range(0xDC80, 0xDD00)


class FirstError(NamedTuple):
    """The first error of Tailscale's parser: its place, and its wording without the place."""

    offset: int
    message: str

    def located(self, text: str) -> str:
        """Return the whole message as that parser prints it; its columns count bytes, its lines end in LF."""
        before = text[: self.offset]
        line_start = before.rfind("\n") + 1
        column = len(before[line_start:].encode("utf-8", "surrogatepass")) + 1
        return f"hujson: line {before.count(chr(10)) + 1}, column {column}: {self.message}"


class _RefusedError(Exception):
    """Carries the error out of the scanner."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.error = FirstError(offset, message)


def first_error(text: str, until: int | None = None) -> FirstError | None:
    """Return the first error of Tailscale's parser in a text, or None where it accepts the text.

    With ``until`` the scan ends at the first value behind that offset, and what follows is not looked at.
    """
    try:
        _Scanner(text, len(text) if until is None else until).run()
    except _RefusedError as refused:
        return refused.error
    return None


class _Scanner:
    """Reads values one after the other.

    ``open`` holds the brackets around this place, each with its offset; the bracket of an object that waits
    for a name is ``{``, of one that waits for a value ``:``.
    """

    def __init__(self, text: str, until: int) -> None:
        self.text = text
        self.until = until
        self.at = 0
        self.open: list[tuple[str, int]] = []

    def run(self) -> None:
        """Read the text to its end.

        Raises:
            _RefusedError: at the first error.
        """
        done = False
        while not done and self.at <= self.until:
            self.extra()
            character = self.text[self.at : self.at + 1]
            if character and character in "{[":
                self.open.append((character, self.at))
                self.at += 1
                continue
            start = self.closed() if self.closes(character) else self.scalar(character)
            done = self.after(start)

    def closes(self, character: str) -> bool:
        """Whether the bracket here ends what is open, where an item could begin."""
        if not self.open or character not in ("]", "}"):
            return False
        return self.open[-1][0] + character in ("[]", "{}")

    def closed(self) -> int:
        """Step behind a closing bracket; return where its opening bracket stands."""
        self.at += 1
        return self.open.pop()[1]

    def scalar(self, character: str) -> int:
        """Read a string or literal; return its start."""
        start = self.at
        if not character:
            self.refuse_end("value")
        match = _ANY_STRING(self.text, start) if character == '"' else LITERAL(self.text, start)
        if match is None and character == '"':
            self.refuse_end("string")
        if match is None:
            raise _RefusedError(start, f"invalid character {_quoted(character)} at start of value")
        if not (_PROPER_STRING if character == '"' else PROPER)(match[0]):
            raise _RefusedError(start, f"invalid literal: {_cut(match[0])}")
        self.at = match.end()
        return start

    def after(self, start: int) -> bool:
        """Read on behind the value that began at ``start``; whether the text is complete."""
        while True:
            self.extra()
            character = self.text[self.at : self.at + 1]
            if not self.open:
                return self.complete(character)
            opener, opened = self.open[-1]
            if opener == "{":
                self.open[-1] = (":", opened)
                return self.colon(start, character)
            what, closer = ("object", "}") if opener == ":" else ("array", "]")
            if not character:
                self.refuse_end(f"{what} after value")
            if character == ",":
                self.open[-1] = ("{" if opener == ":" else "[", opened)
                self.at += 1
                return False
            if character != closer:
                self.refuse(character, f"after {what} value (expecting ',' or '{closer}')")
            start = self.closed()

    def colon(self, start: int, character: str) -> bool:
        """Read the colon behind a name."""
        if self.text[start] != '"':
            raise _RefusedError(
                start, f"invalid character {_quoted(self.text[start])} at start of object name"
            )
        if not character:
            self.refuse_end("object after name")
        if character != ":":
            self.refuse(character, "after object name")
        self.at += 1
        return False

    def complete(self, character: str) -> bool:
        """Read on behind the top value."""
        if character:
            self.refuse(character, "after top-level value")
        return True

    def extra(self) -> None:
        """Skip white space and comments."""
        while True:
            self.at = white_space_end(self.text, self.at)
            if self.text.startswith("//", self.at):
                self.comment("\n")
            elif self.text.startswith("/*", self.at):
                self.comment("*/")
            else:
                return

    def comment(self, closer: str) -> None:
        """Skip a comment that ends with ``closer``."""
        at = self.at
        end = self.text.find(closer, at + 2)
        stop = end + len(closer) if end >= 0 else len(self.text)
        if end >= 0 and _SURROGATE.search(self.text[at:stop]):
            raise _RefusedError(at, "invalid UTF-8 in comment")
        separator = _SEPARATOR.search(self.text, at, stop) if closer == "\n" else None
        if separator:
            self.at = separator.start()
            self.refuse(separator[0], "in line comment")
        if end < 0:
            raise _RefusedError(at, "parsing comment: unexpected EOF")
        self.at = stop

    def refuse(self, character: str, where: str) -> NoReturn:
        """Refuse the character at this place."""
        raise _RefusedError(self.at, f"invalid character {_quoted(character)} {where}")

    def refuse_end(self, what: str) -> NoReturn:
        """Refuse the end of the text."""
        raise _RefusedError(len(self.text), f"parsing {what}: unexpected EOF")


def _cut(raw: str) -> str:
    return raw if len(raw) <= _LITERAL_LIMIT else raw[:_LITERAL_LIMIT] + "..."


def _quoted(character: str) -> str:
    code = ord(character)
    if character in "'\\":
        return f"'\\{character}'"
    if code in _BYTE_ESCAPES:
        return f"'\\x{code & 0xFF:02x}'"
    if character.isprintable():
        return f"'{character}'"
    return f"'\\u{code:04x}'" if code <= 0xFFFF else f"'\\U{code:08x}'"  # noqa: PLR2004 - the last of the BMP
