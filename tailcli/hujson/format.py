"""Formatting: the canonical layout, byte for byte that of Tailscale's ``hujsonfmt``.

Every object and array is either on one line or has one item a line. It gets one item a line where a line end
stands before one of its items or its closing bracket, or where a line of its inline form is wider than 80
bytes. Standard JSON stays standard JSON; with one comment or trailing comma anywhere, everything that has one
item a line gets trailing commas. The values of neighbouring members are aligned.
"""

from __future__ import annotations

from tailcli.hujson.errors import parsed
from tailcli.hujson.extras import Style, byte_length, formatted, trimmed, width
from tailcli.hujson.layout import Box, Layout, Row

_LINE_WIDTH = 80
_PLAIN = Style()
_TIGHT = Style(no_blank_start=True, no_blank_end=True)
_BEFORE_VALUE = Style(no_blank_start=True, no_blank_end=True, space_if_empty=True)


def format_text(text: str) -> str:
    """Return a text in the canonical layout; formatting that again changes nothing.

    Raises:
        HujsonError: if the text has problems.
    """
    document, root = parsed(text)
    layout = Layout(document, root)
    for box in reversed(layout.boxes):
        _decide(box)
    for box in layout.boxes:
        _space(box, standard=layout.standard)
    for box in reversed(layout.boxes):
        box.broken = any(_is_broken(row) for row in box.rows)
    for box in layout.boxes:
        _align(box)
    lead = formatted(layout.lead, 0, _PLAIN).lstrip(" \t\r\n")
    tail = trimmed(formatted(layout.tail, 0, _PLAIN))
    return f"{lead}{_written(layout.root)}{tail}\n"


class _Measure:
    """The lengths of the lines that a box would take inline."""

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.length = 1

    def add(self, first: int, last: int, *, split: bool) -> None:
        """Add something that may end the line and begin another."""
        self.length += first
        if split:
            self.lines.append(self.length)
            self.length = last

    def add_value(self, value: str | Box) -> None:
        """Add a value."""
        if isinstance(value, Box):
            self.add(value.first_width, value.last_width, split=value.split)
        else:
            self.length += byte_length(value)

    def add_extra(self, extra: str) -> None:
        """Add white space and comments."""
        if extra:
            first, last, split = width(extra)
            self.add(first, last, split=split)

    def add_row(self, row: Row) -> None:
        """Add a member or element with its comma."""
        self.add_extra(row.lead)
        if row.name is not None:
            self.length += byte_length(row.name)
            self.add_extra(row.gap)
            self.length += len(": ")
            self.add_extra(row.before)
        self.add_value(row.value)
        self.add_extra(row.after or "")
        self.length += len(", ")


def _decide(box: Box) -> None:
    """Decide whether a box has one item a line; those inside it have been decided."""
    measure = _Measure()
    for row in box.rows:
        measure.add_row(row)
    measure.length += 1
    lines = [*measure.lines, measure.length]
    last_after = box.rows[-1].after if box.rows else None
    ends = (*(row.lead for row in box.rows), last_after or "", box.close)
    box.expand = any("\n" in extra for extra in ends) or max(lines) > _LINE_WIDTH
    box.first_width, box.last_width, box.split = lines[0], lines[-1], len(lines) > 1
    if box.expand:
        first = box.rows[0].lead if box.rows else box.close
        box.first_width, box.last_width, box.split = 1 + width(first).first, 1, True


def _space(box: Box, *, standard: bool) -> None:
    """Rewrite the extras of a box whose depth is known, and pass their depth on to those inside."""
    depth, step = box.depth, int(box.expand)
    for index, row in enumerate(box.rows):
        lead = Style(lead=box.expand, no_blank_start=index == 0, space_if_empty=index != 0)
        row.lead = formatted(row.lead, depth + 1, lead)
        if row.name is not None:
            row.gap = formatted(row.gap, depth + 2, _TIGHT)
            row.before = formatted(row.before, depth + 2, _BEFORE_VALUE)
        if isinstance(row.value, Box):
            row.value.depth = depth + step + ("\n" in row.gap or "\n" in row.before)
        if row.after is not None:
            row.after = formatted(row.after, depth + 2, _TIGHT)
    close = Style(trail=box.expand, no_blank_start=not box.rows, no_blank_end=True, outdent=True)
    box.close = formatted(box.close, depth + 1, close)
    _trailing_comma(box, standard=standard)


def _trailing_comma(box: Box, *, standard: bool) -> None:
    if not box.rows:
        return
    last = box.rows[-1]
    if box.expand:
        if not standard and last.after is None:
            last.after = ""
    elif last.after is not None and not (last.after and box.close):
        box.close = last.after + box.close
        last.after = None


def _is_broken(row: Row) -> bool:
    return "\n" in row.lead or "\n" in row.gap or _value_is_broken(row)


def _value_is_broken(row: Row) -> bool:
    broken = isinstance(row.value, Box) and row.value.broken
    return broken or "\n" in row.before or "\n" in (row.after or "")


def _align(box: Box) -> None:
    """Align the values of members on neighbouring lines; a blank or comment line begins a new block."""
    block: list[Row] = []
    for row in box.rows if box.is_object else ():
        qualifies = "\n" in row.lead and "\n" not in row.gap and not _value_is_broken(row)
        if not qualifies or row.lead.count("\n") > 1:
            _pad(block)
            block = []
        if qualifies:
            block.append(row)
    _pad(block)


def _pad(block: list[Row]) -> None:
    widths = [byte_length(f"{row.name}{row.gap}:{row.before}") for row in block]
    widest = max(widths, default=0)
    for row, own in zip(block, widths, strict=True):
        row.before += " " * (widest - own)


def _written(root: str | Box) -> str:
    out: list[str] = []
    pending: list[str | Box] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            out.append(item)
        else:
            pending.extend(reversed(_pieces(item)))
    return "".join(out)


def _pieces(box: Box) -> list[str | Box]:
    pieces: list[str | Box] = ["{" if box.is_object else "["]
    for index, row in enumerate(box.rows):
        if row.name is None:
            pieces += (row.lead, row.value)
        else:
            pieces += (row.lead, row.name, row.gap, ":", row.before, row.value)
        is_last = index == len(box.rows) - 1
        pieces.append("" if is_last and row.after is None else f"{row.after or ''},")
    pieces += (box.close, "}" if box.is_object else "]")
    return pieces
