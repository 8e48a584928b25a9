"""Writing suppressions for everything that is found, so that a team can begin with a clean slate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.registry import BY_CODE
from tailcli.findings.rule import Stage
from tailcli.hujson.format import format_text
from tailcli.lint.lines import Lines
from tailcli.lint.runner import run
from tailcli.source.edits import TextEdit, apply_edits
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.context import Context

_ROUNDS = 4


class _Spot(NamedTuple):
    """Where a comment is to stand: the place, what comes before and behind it, and whether it is a block."""

    at: int
    lead: str
    trail: str
    is_block: bool
    verb: str = "ignore"


def add_suppressions(context: Context, reason: str = "") -> str:
    """Return the text of a file with a comment for each finding, which a second run leaves as it is.

    A text with syntax errors is returned as it is, a formatted one stays formatted. What cannot be silenced
    at its place (it moves when a comment is added, or there is no code on its line) is silenced for the file.
    """
    text = context.source.text
    if context.document.problems:
        return text
    return _at_their_places(context, reason) or _some_for_the_file(context, reason)


def _at_their_places(context: Context, reason: str) -> str | None:
    """Return the text with a comment at each finding, or None where one would not be needed afterwards.

    A comment may bring up another finding (the one above a rule moves), which a second round silences.
    """
    idle = _about_comments(run(context).findings)
    for _ in range(2):
        findings = _suppressible(run(context).findings)
        if findings:
            context = context.with_text(_with_comments(context, findings, frozenset(), reason))
    left = run(context).findings
    return None if _suppressible(left) or _about_comments(left) > idle else context.source.text


def _some_for_the_file(context: Context, reason: str) -> str:
    """Return the text with a comment at each finding, and at its beginning for those that would move."""
    first = _suppressible(run(context).findings)
    wide: frozenset[str] = frozenset()
    made = context.source.text
    for _ in range(_ROUNDS):
        made = _with_comments(context, first, wide, reason)
        moved = {one.code for one in _suppressible(run(context.with_text(made)).findings)} - wide
        if not moved:
            break
        wide |= moved
    return made


def _about_comments(findings: Sequence[Finding]) -> int:
    return len(findings) - len(_suppressible(findings))


def _suppressible(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if BY_CODE[one.code].stage is not Stage.FINDINGS]


def _with_comments(context: Context, findings: Iterable[Finding], wide: frozenset[str], reason: str) -> str:
    lines = Lines(context.document)
    codes: dict[_Spot, dict[str, None]] = {_spot_for_file(lines): dict.fromkeys(wide)} if wide else {}
    for finding in findings:
        if finding.code not in wide:
            codes.setdefault(_spot(finding.report.span.start, lines), {})[finding.code] = None
    edits = [TextEdit(Span(spot.at, spot.at), _comment(spot, found, reason)) for spot, found in codes.items()]
    made = apply_edits(lines.text, edits)
    return format_text(made) if format_text(lines.text) == lines.text else made


def _comment(spot: _Spot, codes: Iterable[str], reason: str) -> str:
    words = " ".join(reason.replace("*/", "* /").split())
    body = f"tailcli: {spot.verb}[{', '.join(sorted(codes))}]{words and ' '}{words}"
    comment = f"/* {body} */" if spot.is_block else f"// {body}"
    return f"{spot.lead}{comment}{spot.trail}"


def _spot(at: int, lines: Lines) -> _Spot:
    line = lines.around(at)
    first = lines.next_code(line.start)
    if first >= line.end:
        return _spot_for_file(lines)
    entry = lines.entry_at(first)
    root = lines.document.root
    is_inner = entry is not None and root is not None and entry.start > root.start
    begins_free = lines.comment_at(line.start) is None or lines.text[line.start :].startswith(("//", "/*"))
    if entry is not None and is_inner and begins_free and entry.start <= at < entry.end:
        indent = lines.text[line.start : first]
        blanks = indent[: len(indent) - len(indent.lstrip(" \t"))]
        return _Spot(line.start, blanks, _line_end(lines), is_block=False)
    return _spot_behind(line, lines)


def _spot_behind(line: Span, lines: Lines) -> _Spot:
    """Return the spot at the end of a line, before a comment that ends it."""
    end = line.start + len(lines.text[line.start : line.end].rstrip("\r"))
    comment = lines.comment_at(end - 1)
    if comment is not None:
        return _Spot(comment.start, "", " ", is_block=True)
    return _Spot(end, " ", "", is_block=line.end == len(lines.text))


def _spot_for_file(lines: Lines) -> _Spot:
    return _Spot(0, "", _line_end(lines), is_block=False, verb="ignore-file")


def _line_end(lines: Lines) -> str:
    return "\r\n" if "\r\n" in lines.text else "\n"
