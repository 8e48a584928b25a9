"""Text and places in it: half-open spans, lines and columns, text edits. Knows nothing of JSON."""

from tailcli.source.edits import OverlappingEditsError, TextEdit, apply_edits
from tailcli.source.text import Position, SourceText, Span

__all__ = ["OverlappingEditsError", "Position", "SourceText", "Span", "TextEdit", "apply_edits"]
