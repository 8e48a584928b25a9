"""A document taken apart for formatting: each composite as rows, with what stands between the tokens.

What stands between two tokens (white space and comments) is called an extra. Before a comma or closing
bracket it belongs to the value in front of it, unless no comma follows the last value: then it is the
composite's own last extra, ``close``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Member, Object, String
from tailcli.hujson.standard import after_blanks

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Document, Value

_ESCAPED = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')


class Row:
    """An element, or a member: ``lead`` name ``gap`` : ``before`` value ``after``.

    ``after`` of the last row is None where no trailing comma follows.
    """

    __slots__ = ("after", "before", "gap", "lead", "name", "value")

    def __init__(self, lead: str, value: str | Box) -> None:
        self.lead = lead
        self.name: str | None = None
        self.gap = ""
        self.before = ""
        self.value = value
        self.after: str | None = None


class Box:
    """An object or array; the fields behind ``close`` are filled in while formatting."""

    __slots__ = (
        "broken",
        "close",
        "depth",
        "expand",
        "first_width",
        "is_object",
        "last_width",
        "rows",
        "split",
    )

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.rows: list[Row] = []
        self.close = ""
        self.depth = 0
        self.expand = False  # one item a line
        self.split = False  # its inline form has several lines
        self.first_width = self.last_width = 0
        self.broken = False  # a line end stands among its items


class Layout:
    """A whole document: what stands around the root, and every box, each before those inside it."""

    def __init__(self, document: Document, root: Value) -> None:
        self.text = document.source.text
        self.comments = {comment.start: comment.end for comment in document.comments}
        self.boxes: list[Box] = []
        self.standard = not self.comments  # neither comments nor trailing commas
        self._pending: list[tuple[Object | Array, Box]] = []
        self.lead = self.text[: root.start]
        self.root = self._content(root)
        self.tail = self.text[root.end :]
        while self._pending:
            node, box = self._pending.pop()
            self.boxes.append(box)
            self._fill(node, box)

    def _content(self, value: Value) -> str | Box:
        if isinstance(value, (Object, Array)):
            box = Box(is_object=isinstance(value, Object))
            self._pending.append((value, box))
            return box
        raw = self.text[value.start : value.end]
        return _respelled(value.value) if isinstance(value, String) and "\\" in raw else raw

    def _fill(self, node: Object | Array, box: Box) -> None:
        at = node.start + 1
        mark = len(self._pending)
        for item in node.members if isinstance(node, Object) else node.elements:
            row = self._member(at, item) if isinstance(item, Member) else self._element(at, item)
            box.rows.append(row)
            at = (item.value if isinstance(item, Member) else item).end
            end = after_blanks(self.text, at, self.comments)
            if self.text[end] == ",":
                row.after = self.text[at:end]
                at = end + 1
        self._pending[mark:] = reversed(self._pending[mark:])
        box.close = self.text[at : node.end - 1]
        self._normalize(box)

    def _element(self, at: int, value: Value) -> Row:
        return Row(self.text[at : value.start], self._content(value))

    def _member(self, at: int, member: Member) -> Row:
        key, value = member
        row = Row(self.text[at : key.start], self._content(value))
        row.name = str(self._content(key))
        colon = after_blanks(self.text, key.end, self.comments)
        row.gap = _commented(self.text[key.end : colon]) or ""
        row.before = self.text[colon + 1 : value.start]
        return row

    def _normalize(self, box: Box) -> None:
        """Drop white space that stands alone before a comma, or alone in an empty box."""
        if not box.rows:
            box.close = _commented(box.close) or ""
            return
        if box.rows[-1].after is not None:
            self.standard = False
        for row in box.rows:
            row.after = _commented(row.after or "")


def _commented(extra: str) -> str | None:
    return extra if "/" in extra else None


def _respelled(value: str) -> str:
    """Return a string with as few escapes as JSON allows."""
    return '"' + _TO_ESCAPE.sub(_escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[0]) or f"\\u{ord(match[0]):04x}"
