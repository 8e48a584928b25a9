r"""The text holds characters that editors and readers treat differently.

What it does:
    Reports lines that end in different ways in one file, and strings with half of a surrogate pair.

Why:
    Mixed line ends make every later change look like a change of the whole file. Half a surrogate pair is no
    character: programs drop it, replace it, or refuse the file.

Example:
    bad:
    ```hujson
    {"groups": {"group:\ud83d": []}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": []}}
    ```

Fix:
    Safe for line ends: writes those that most lines have. None for strings.

References:
    - https://www.rfc-editor.org/rfc/rfc8259#section-8
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.lint.strings import strings_of
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")
_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_LINE_END = re.compile("\r\n?|\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def check(context: Context) -> Iterator[Report]:
    """Report mixed line ends once, and each broken string."""
    yield from _line_ends(context.source.text)
    if _ESCAPE.search(context.source.text):
        for node in strings_of(context.document.root):
            if _UNREADABLE.search(node.value):
                yield Report(node.span, "the string holds half of a surrogate pair, which is no character")


def _line_ends(text: str) -> Iterator[Report]:
    if "\r" not in text:
        return
    found = list(_LINE_END.finditer(text))
    counts = {end: sum(match[0] == end for match in found) for end in _NAMES}
    usual = max(counts, key=lambda end: counts[end])
    odd = [Span(match.start(), match.end()) for match in found if match[0] != usual]
    if odd:
        edits = tuple(TextEdit(span, usual) for span in odd)
        fix = Fix(f"End all lines with {_NAMES[usual]}", edits, Applicability.SAFE)
        name = _NAMES[text[odd[0].start : odd[0].end]]
        message = f"this line ends with {name}, most others with {_NAMES[usual]}"
        yield Report(Span(odd[0].start, odd[0].start), message, fix=fix)
