"""Recovery between tokens: broken comments, comments of other languages, foreign white space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson import mistakes
from tailcli.hujson.nodes import Comment

if TYPE_CHECKING:
    from tailcli.hujson.reading import Reading

_BEGINS_LIKE_JSON = re.compile(r'^[ \t]*+["{}\[\]]', re.MULTILINE).search
_UNFIT = re.compile(r"[\ud800-\udfff]++|[\u2028\u2029]++")
_COMMENT_HINT = "Comments begin with // or stand between /* and */."
_NAMES = {
    "\ufeff": "byte order mark",
    "\u00a0": "no-break space",
    "\0": "NUL character",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\u200b": "zero-width space",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}


def comment(reading: Reading) -> bool:
    """Report a broken comment at the reading's place and skip it; whether it was meant as one."""
    text, at = reading.text, reading.at
    if text.startswith("//", at):
        return _line_comment(reading)
    if text.startswith("/*", at):
        return _block_comment(reading)
    if text[at + 1 : at + 2] not in ("", " ", "\t"):
        return False
    end = _line_end(text, at)
    reading.report(at, at + 1, "A single `/` begins no comment.", _COMMENT_HINT)
    reading.at = end
    return True


def _line_comment(reading: Reading) -> bool:
    text, at = reading.text, reading.at
    end = text.find("\n", at)
    if end < 0:
        end = len(text)
        reading.report(
            at,
            end,
            "The text ends inside a // comment.",
            "End the last line with a line end: Tailscale refuses the file without it.",
        )
    _keep(reading, end)
    return True


def _block_comment(reading: Reading) -> bool:
    text, at = reading.text, reading.at
    end = text.find("*/", at + 2) + 2
    if end > 1:
        _keep(reading, end)
        return True
    reading.report(at, at + 2, "This /* comment is never closed.", "Add */ where it ends.")
    resumed = _BEGINS_LIKE_JSON(text, _line_end(text, at))
    reading.swallowed = resumed is None
    end = resumed.start() if resumed else len(text)
    reading.comments.append(Comment(at, end, text[at:end]))
    reading.at = end
    return True


def _keep(reading: Reading, end: int) -> None:
    at = reading.at
    reading.comments.append(Comment(at, end, reading.text[at:end]))
    reading.at = end
    for match in _UNFIT.finditer(reading.text, at, end):
        if match[0][0] < "\ud800":
            is_line = reading.text[at + 1] == "/"
            if is_line:
                reading.report(*match.span(), f"A {_name(match[0][0])} stands in a // comment.", "Remove it.")
        else:
            reading.report(*match.span(), "Bytes that are not UTF-8 stand in a comment.", "Remove them.")


def space(reading: Reading, character: str) -> bool:
    """Report what people take for white space or a comment, and skip it; whether it was such."""
    text, at = reading.text, reading.at
    if character == "#":
        reading.at = _line_end(text, at)
        reading.report(at, reading.at, "`#` begins no comment in HuJSON.", "Write `//` for it.")
        return True
    if text.startswith("*/", at):
        reading.at = at + 2
        reading.report(at, at + 2, "This `*/` closes no comment.", "Block comments do not nest: remove it.")
        return True
    match = mistakes.FOREIGN_SPACE(text, at)
    if match is None:
        return False
    reading.at = match.end()
    place = "The text begins with" if at == 0 else "Between values stands"
    reading.report(
        *match.span(),
        f"{place} a {_name(character)}.",
        "Save the file as UTF-8 without a byte order mark."
        if character == "\ufeff"
        else "White space is space, tab, carriage return and line feed only.",
    )
    return True


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{_NAMES.get(character, 'character that is no white space')} ({code})"


def _line_end(text: str, at: int) -> int:
    match = mistakes.LINE_REST(text, at)
    return match.end() if match else at
