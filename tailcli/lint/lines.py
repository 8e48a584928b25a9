"""Lines of a document: where code is on them, and which entry begins there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tailcli.hujson.find import locate
from tailcli.source.text import Span

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Comment, Document


class Lines:
    """The lines of a document. Offsets and spans are those of its text; a line ends before its LF."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source.text
        self._starts = [comment.start for comment in document.comments]

    def around(self, at: int) -> Span:
        """Return the line that holds an offset, without its line end."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        return Span(start, len(self.text) if end < 0 else end)

    def has_code(self, part: Span) -> bool:
        """Tell whether a part of the text holds anything but blanks and comments."""
        return self.next_code(part.start) < part.end

    def next_code(self, at: int) -> int:
        """Return the offset of the first character from ``at`` on that is neither blank nor in a comment."""
        while at < len(self.text):
            comment = self.comment_at(at)
            if comment is not None:
                at = comment.end
            elif self.text[at] in " \t\r\n":
                at += 1
            else:
                return at
        return at

    def comment_at(self, at: int) -> Comment | None:
        """Return the comment that holds an offset, or None."""
        index = bisect_right(self._starts, at) - 1
        comment = self.document.comments[index] if index >= 0 else None
        return comment if comment is not None and at < comment.end else None

    def entry_at(self, at: int) -> Span | None:
        """Return the member or element that begins at an offset, or None where none does."""
        place = None if self.document.root is None else locate(self.document.root, at)
        if place is None:
            return None
        if place.key is not None:
            return Span(at, max(place.value.end, place.key.end)) if place.key.start == at else None
        return Span(at, place.value.end) if place.value.start == at else None
