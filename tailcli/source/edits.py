"""Edits of a text, given as replacements of spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.source.text import Span


class TextEdit(NamedTuple):
    """Replace the characters of ``span`` by ``replacement``; an empty span inserts."""

    span: Span
    replacement: str


class OverlappingEditsError(ValueError):
    """Two edits touch the same characters, so their result would depend on their order."""


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return ``text`` with all edits made; their offsets all refer to the text as given.

    Raises:
        OverlappingEditsError: if two edits overlap (two insertions at one place do not).
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at:
            raise OverlappingEditsError(f"edits overlap at offset {edit.span.start}")
        pieces += (text[at : edit.span.start], edit.replacement)
        at = edit.span.end
    pieces.append(text[at:])
    return "".join(pieces)
