"""Results to render, made by hand: they do not change when rules do."""

from __future__ import annotations

from tailcli.findings.model import Applicability, Finding, Fix, Label, Report, Severity
from tailcli.lint.runner import LintResult
from tailcli.lint.selection import Skipped, SkipReason
from tailcli.source import SourceText, Span, TextEdit

TEXT = '{\n\t"groups": {"group:dev": []}, // 東京 \u202e\n\t"Groups": {"group:\x1b[31mops": []},\n}\n'
SOURCE = SourceText("dir/policy\x07.hujson", TEXT)


def span(word: str) -> Span:
    start = TEXT.index(word)
    return Span(start, start + len(word))


DUPLICATE = Report(
    span('"Groups"'),
    'The key "Groups" is given twice',
    hint="put the two together",
    server="duplicate \u2066name",
    labels=(Label(span('"groups"'), "First given here"),),
    fix=Fix("Remove it", (TextEdit(span('"Groups"'), ""),), Applicability.UNSAFE),
)
NAMED = Report(span('"group:\x1b[31mops"'), 'The name "group:\x1b[31mops" holds a control character')
AT_END = Report(Span(len(TEXT), len(TEXT)), "Something is missing at the end")

RESULT = LintResult(
    SOURCE,
    (
        Finding("TP010", "duplicate-key", Severity.ERROR, SOURCE.name, DUPLICATE),
        Finding("TP450", "some-name", Severity.WARNING, SOURCE.name, NAMED),
        Finding("TP900", "some-end", Severity.INFO, SOURCE.name, AT_END),
    ),
    (
        Skipped(SkipReason.SYNTAX_ERRORS, ("TP101", "TP301")),
        Skipped(SkipReason.NO_BASE, ("TP801",)),
    ),
)
CLEAN = LintResult(SourceText("clean.hujson", "{}"), (), ())
