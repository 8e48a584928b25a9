"""What a string parser of the policy language returns when the string is wrong.

Parsers return a value or a ``Fault``; they never raise for what a policy file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import String


class Fault(NamedTuple):
    """Why a string is not what it should be, and which part of it is to blame.

    Attributes:
        start: first character of the offending part, counted in the string that was parsed.
        end: the character after the offending part.
        message: the fault in one sentence that quotes the offender.
        server: the control plane's own words for it, without the prefix that its caller adds; None where
            nothing shows that it refuses this.
        hint: what to write instead.
        allowed: right alternatives, best first.
    """

    start: int
    end: int
    message: str
    server: str | None = None
    hint: str | None = None
    allowed: tuple[str, ...] = ()

    def moved(self, by: int) -> Fault:
        """Return the same fault for a string in which the parsed one starts at offset ``by``."""
        return self._replace(start=self.start + by, end=self.end + by)


_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}
_LAST_BYTE = 0x7F
_LAST_OF_FIRST_PLANE = 0xFFFF


def quote(text: str) -> str:
    """Quote a string as the control plane does in its messages (Go's ``%q``)."""
    return '"' + "".join(_escape(char) for char in text) + '"'


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FIRST_PLANE else f"\\U{code:08x}"


def span_within(node: String, start: int, end: int) -> Span:
    """Return the place of ``node.value[start:end]`` in the document.

    A string that holds escapes does not say where its characters stand: then it is the whole string.
    """
    if node.end - node.start != len(node.value) + 2:
        return node.span
    return Span(node.start + 1 + start, node.start + 1 + end)
