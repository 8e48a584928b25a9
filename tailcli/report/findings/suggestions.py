"""Fixes as tools take them that make them: one replacement of one stretch of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.source.edits import TextEdit, apply_edits
from tailcli.source.text import Span

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.source.text import SourceText

# Half of a surrogate pair, which JSON can write and UTF-8 cannot.
_HALF = re.compile("[\ud800-\udfff]")


def is_offered(report: Report) -> bool:
    """Tell whether a report has a fix that a tool may make, and whose text every tool can read."""
    return (
        report.fix is not None
        and bool(report.fix.edits)
        and report.fix.applicability is not Applicability.DISPLAY
        and not any(_HALF.search(edit.replacement) for edit in report.fix.edits)
    )


def as_one_edit(report: Report, source: SourceText) -> TextEdit | None:
    """Return the fix of a report as one edit, with what lies between its edits; None if there is no fix."""
    if report.fix is None or not is_offered(report):
        return None
    start = min(edit.span.start for edit in report.fix.edits)
    end = max(edit.span.end for edit in report.fix.edits)
    moved = [
        TextEdit(Span(edit.span.start - start, edit.span.end - start), edit.replacement)
        for edit in report.fix.edits
    ]
    return TextEdit(Span(start, end), apply_edits(source.text[start:end], moved))
