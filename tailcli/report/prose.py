"""Text for GitHub's Markdown in which nothing of a policy becomes markup, a mention or a link.

A word that is not plainly a word stands in a code span, inside which GitHub interprets nothing.
"""

from __future__ import annotations

import re

from tailcli.report.escape import terminal

_LONGEST = 1_500
# Letters, perhaps in brackets or with a mark behind; a small number; `->` or `=`. Nothing that GitHub links.
_WORD = re.compile(r"\(?(?:[A-Za-z]+(?:'s)?|\d{1,6}|->|=)?[,.;:)]*")
_COMMIT = re.compile(r"[0-9a-f]{7,}")
# A name in quotes, with the marks around it, or else what blanks part.
_PART = re.compile(r'(?<![^ ])\(?"[^"\\ ]+(?: [^"\\ ]+)+"[,.;:)]*(?![^ ])|[^ ]+')
_FENCE = re.compile(r"`+")


def prose(text: str) -> str:
    """Return text for a paragraph or a list item, in which nothing takes effect."""
    return " ".join(_shown(found[0]) for found in _PART.finditer(terminal(text, _LONGEST)))


def _shown(word: str) -> str:
    if _WORD.fullmatch(word) is not None and _COMMIT.search(word) is None:
        return word
    opening = "(" if word.startswith("(") and len(word) > 1 else ""
    rest = word[len(opening) :]
    core = _core(rest)
    return opening + code(core) + rest[len(core) :]


def _core(word: str) -> str:
    """Leave punctuation of the sentence outside the code."""
    core = word.rstrip(",.;:)") if not word.endswith("()") else word
    return core or word


def code(text: str) -> str:
    """Return a code span that holds a printable text."""
    longest = max((len(run) for run in _FENCE.findall(text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"
