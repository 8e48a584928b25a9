r"""Text holds characters that look like others, or like nothing.

What it does:
    Reports strings with invisible characters or characters that change the direction of text, strings that
    mix Latin letters with Cyrillic or Greek ones in one word, and comments with characters that change the
    direction of text.

Why:
    A name that looks like another one is another one: `tag:\u0430dmin` with a Cyrillic letter is not
    `tag:admin`. What changes the direction of text shows reviewers another file than the control plane reads.

Example:
    bad:
    ```hujson
    {"groups": {"group:\u0430dmin": ["alice@example.com"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:admin": ["alice@example.com"]}}
    ```

Fix:
    None: type the name anew.

References:
    - https://www.unicode.org/reports/tr39/
    - https://trojansource.codes/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.strings import strings_of
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile("[\u0370-\u052f\uff21-\uff5a]")


def check(context: Context) -> Iterator[Report]:
    """Report strings and comments that do not read as they look."""
    text = context.source.text
    if text.isascii() and "\\u" not in text:
        return
    for node in strings_of(context.document.root):
        reason = None if node.value.isascii() else _reason(node.value)
        if reason is not None:
            yield Report(node.span, f"{quote(node.value)} {reason}", hint="type it anew")
    for comment in context.document.comments:
        if not comment.text.isascii() and _DIRECTION.search(comment.text):
            yield Report(comment.span, "the comment holds characters that change the direction of text")


def _reason(text: str) -> str | None:
    if _DIRECTION.search(text):
        return "holds characters that change the direction of text"
    invisible = _INVISIBLE.search(text)
    if invisible:
        return f"holds the invisible character U+{ord(invisible[0]):04X}"
    for word in _WORD.findall(text):
        other = _OTHER.search(word)
        if other and _LATIN.search(word):
            return f"mixes Latin letters with U+{ord(other[0]):04X}, which looks like one"
    return None
