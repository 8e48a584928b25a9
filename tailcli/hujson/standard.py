"""Standard JSON out of HuJSON: every place kept (``standardize``), or short (``minimize``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson.errors import parsed
from tailcli.hujson.tokens import white_space_end
from tailcli.hujson.walk import children, composites

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Document, Value

_NOT_BLANK = re.compile(r"[^ \t\r\n]")
_BLANKS = re.compile(r'("(?:[^"\\]++|\\.)*+")|[ \t\r\n]++')


def standardize(text: str) -> str:
    """Return a text as standard JSON: comments and trailing commas become spaces, line ends stay.

    The result has the length of ``text``, so that every offset, line and column means the same in both.

    Raises:
        HujsonError: if the text has problems.
    """
    return blanked(*parsed(text))


def minimize(text: str) -> str:
    """Return a text as standard JSON without white space, comments and trailing commas.

    Raises:
        HujsonError: if the text has problems.
    """
    return _BLANKS.sub(lambda match: match[1] or "", standardize(text))


def blanked(document: Document, root: Value) -> str:
    """Return the text of a document without problems as ``standardize`` does."""
    pieces: list[str] = []
    text = document.source.text
    at = 0
    for start, end in sorted(
        [*(comment.span for comment in document.comments), *_trailing_commas(document, root)]
    ):
        pieces += (text[at:start], _NOT_BLANK.sub(" ", text[start:end]))
        at = end
    return "".join((*pieces, text[at:]))


def _trailing_commas(document: Document, root: Value) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    ends = {comment.start: comment.end for comment in document.comments}
    for composite in composites(root):
        inside = children(composite)
        if inside:
            at = after_blanks(document.source.text, inside[-1].end, ends)
            if document.source.text[at] == ",":
                found.append((at, at + 1))
    return found


def after_blanks(text: str, at: int, comments: dict[int, int]) -> int:
    """Return the first offset from ``at`` on that is neither in white space nor in a comment.

    ``comments`` maps the start of each comment to its end.
    """
    while True:
        if at in comments:
            at = comments[at]
            continue
        end = white_space_end(text, at)
        if end == at:
            return at
        at = end
