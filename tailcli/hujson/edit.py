"""Edits that keep comments: each verb returns the text edits that do it, and leaves the rest untouched.

A comment belongs to an item when it stands on lines of its own right above it (without a blank line between)
or behind it on its last line. It goes where its item goes; every other comment stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Member, Object
from tailcli.hujson.standard import after_blanks
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.hujson.nodes import Array, Document, String, Value


class _Item(NamedTuple):
    """A member or element as it stands among its siblings."""

    start: int
    end: int
    comma: int | None
    """The offset of the comma behind it."""


def replace_value(value: Value, replacement: str) -> TextEdit:
    """Return the edit that writes ``replacement`` (HuJSON text) in place of a value."""
    return TextEdit(value.span, replacement)


def rename_key(key: String, name: str) -> TextEdit:
    """Return the edit that gives a member another name."""
    return TextEdit(key.span, quote(name))


def quote(text: str) -> str:
    """Return a text as a JSON string, quotes included."""
    import json

    return json.dumps(text, ensure_ascii=False)


def remove(document: Document, parent: Object | Array, index: int) -> list[TextEdit]:
    """Return the edits that remove the member or element at an index, with the comments that belong to it.

    The siblings keep their layout; a text without trailing commas gets none.

    Raises:
        IndexError: if there is no such item.
    """
    return remover(document, parent)(index)


def remover(document: Document, parent: Object | Array) -> Callable[[int], list[TextEdit]]:
    """Return ``remove`` for the items of one parent: what they share is worked out once for them all."""
    place = _Place(document, parent)

    def remove_at(index: int) -> list[TextEdit]:
        items = place.items
        item = items[index] if index >= 0 else items[len(items) :][index]
        lines = place.whole_lines(item)
        edits = [lines] if lines else place.inline(item)
        before = items[index - 1].comma if index and item.comma is None else None
        if before is not None:
            edits.append(Span(before, before + 1))
        return [TextEdit(span, "") for span in sorted(edits)]

    return remove_at


def insert(document: Document, parent: Object | Array, index: int, item: str) -> list[TextEdit]:
    """Return the edits that write an item (``value``, or ``"name": value``) before the one at ``index``.

    An index equal to the number of items appends. Where its neighbour begins a line, the new item gets a line
    with the same indentation; otherwise it stands on its neighbour's line. Nothing that the text has is lost,
    and a text without trailing commas gets none.

    Raises:
        IndexError: if the index is negative or beyond the end.
    """
    place = _Place(document, parent)
    if not 0 <= index <= len(place.items):
        raise IndexError(f"no place {index} among {len(place.items)} items")
    if not place.items:
        return [TextEdit(Span(parent.start + 1, parent.start + 1), item)]
    if index == len(place.items):
        return place.append(item)
    neighbour = place.items[index].start
    indent = place.indent(neighbour)
    if indent is None:
        return [TextEdit(Span(neighbour, neighbour), f"{item}, ")]
    at = place.attached_start(neighbour)
    return [TextEdit(Span(at, at), f"{item},{place.line_end}{indent}")]


class _Place:
    """A composite with what stands around its items."""

    def __init__(self, document: Document, parent: Object | Array) -> None:
        self.text = document.source.text
        near = self.text.find("\n", parent.start)
        self.line_end = "\r\n" if near > 0 and self.text[near - 1] == "\r" else "\n"
        self.ends = {comment.start: comment.end for comment in document.comments}
        self.starts = {comment.end: comment.start for comment in document.comments}
        self.items = [self._item(item) for item in _items(parent)]

    def _item(self, item: Member | Value) -> _Item:
        start, end = (item.key.start, item.value.end) if isinstance(item, Member) else (item.start, item.end)
        at = after_blanks(self.text, end, self.ends)
        return _Item(start, end, at if self.text[at : at + 1] == "," else None)

    def indent(self, at: int) -> str | None:
        """Return what stands before a place on its line, or None unless that is white space alone."""
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return None if before.strip(" \t\r") or len(before) == at else before

    def attached_start(self, start: int) -> int:
        """Return where the comments right above an item begin, or the item itself."""
        while True:
            gap = (
                self.text[:start].rstrip(" \t")
                if start < _NEAR
                else self.text[start - _NEAR : start].rstrip(" \t")
            )
            at = start - (min(start, _NEAR) - len(gap))
            end = at - (2 if gap.endswith("\r\n") else 1)
            above = self.starts.get(end, self.starts.get(at - 1)) if gap.endswith("\n") else None
            if above is None or self.indent(above) is None:
                return start
            start = above

    def whole_lines(self, item: _Item) -> Span | None:
        """Return the lines that an item and its comments fill, or None where they share one with others."""
        at = self.behind(item.end if item.comma is None else item.comma + 1)
        own = self.text.startswith(("\n", "\r\n"), at) and self.indent(item.start) is not None
        if not own or (item.comma is not None and self.text[item.end : item.comma].strip(" \t")):
            return None
        start = self.attached_start(item.start)
        return Span(self.text.rfind("\n", 0, start) + 1, self.text.index("\n", at) + 1)

    def behind(self, at: int) -> int:
        """Return the place behind the comments on the same line."""
        while True:
            if at in self.ends and "\n" not in self.text[at : self.ends[at]]:
                at = self.ends[at]
            elif self.text[at : at + 1] in (" ", "\t"):
                at += 1
            else:
                return at

    def inline(self, item: _Item) -> list[Span]:
        """Return what to cut for an item that shares its line with others."""
        if item.comma is None:
            blanks = item.start - len(self.text[: item.start].rstrip(" \t")) if item.start < _NEAR else 0
            start = item.start - blanks
            return [Span(start if self.text[start - 1] == "," else item.start, item.end)]
        if self.text[item.end : item.comma].strip(" \t"):
            return [Span(item.start, item.end), Span(item.comma, item.comma + 1)]
        end = item.comma + 1
        while self.text[end : end + 1] in (" ", "\t"):
            end += 1
        return [Span(item.start, end)]

    def append(self, item: str) -> list[TextEdit]:
        """Return the edits that write an item behind the last one."""
        last = self.items[-1]
        indent = self.indent(last.start)
        behind = last.end if last.comma is None else last.comma + 1
        place = behind if indent is None else self.behind(behind)
        line_comment = self.text[self.starts.get(place, place) :].startswith("//")
        lead = " " if indent is None and not line_comment else f"{self.line_end}{indent or ''}"
        if last.comma is not None:
            return [TextEdit(Span(place, place), f"{lead}{item},")]
        if place == last.end:
            return [TextEdit(Span(place, place), f",{lead}{item}")]
        return [TextEdit(Span(last.end, last.end), ","), TextEdit(Span(place, place), f"{lead}{item}")]


def _items(parent: Object | Array) -> tuple[Member, ...] | tuple[Value, ...]:
    return parent.members if isinstance(parent, Object) else parent.elements


_NEAR = 400  # how far above an item its comments are looked for: indentation is shorter
