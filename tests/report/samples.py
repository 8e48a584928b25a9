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
        Finding("TP070", "group-name", Severity.WARNING, SOURCE.name, NAMED),
        Finding("TP801", "no-tests", Severity.INFO, SOURCE.name, AT_END),
    ),
    (
        Skipped(SkipReason.SYNTAX_ERRORS, ("TP101", "TP301")),
        Skipped(SkipReason.NO_BASE, ("TP801",)),
    ),
)
CLEAN = LintResult(SourceText("clean.hujson", "{}"), (), ())

HOSTILE = (
    "::error::x",
    "##[error]x ##vso[task.complete]x",
    "]]> <script>alert(1)</script> &amp; <!-- -->",
    "</failure></testcase>",
    "[click](https://evil.example) ![x](//evil.example) @everyone #1 www.evil.example",
    "`a` ``b`` | c | **d** _e_ ~~f~~",
    "line\n::warning::two\r\n- three\u2028four",
    "\x1b]8;;https://evil.example\x1b\\x\x1b[2J",
    "\x00\x08\x0b\ufffe\uffff\ud800\U000e0041",
    "100% :, %0A",
    "'\"<>&",
)
HOSTILE_TEXT = "".join(f"// {text.encode('utf-8', 'replace').decode()}\n{{}}\n" for text in HOSTILE)


def hostile() -> LintResult:
    """Return a result in which every text that can come from a policy or a folder is hostile."""
    source = SourceText("dir/::error::[x](y)`<b>\x1b,%.hujson", HOSTILE_TEXT)
    here = Span(3, 9)
    return LintResult(
        source,
        tuple(
            Finding(
                "TP101",
                "undefined-group",
                severity,
                source.name,
                Report(
                    here,
                    f'Group "{text}" is not defined',
                    hint=f"did you mean {text}",
                    server=text,
                    labels=(Label(Span(0, 2), text),),
                    fix=Fix(f"Write {text}", (TextEdit(here, text),), Applicability.SAFE),
                ),
            )
            for text in HOSTILE
            for severity in Severity
        ),
        (),
    )


WIDE_TEXT = '{"\U0001f642é": "x", "b": "y"}\n'
"""A key before which characters, UTF-16 units and bytes are different numbers."""


def wide() -> LintResult:
    """Return a result with a finding and a fix of two edits behind wide characters."""
    source = SourceText("wide.hujson", WIDE_TEXT)
    value, key = WIDE_TEXT.index('"x"'), WIDE_TEXT.index('"b"')
    fix = Fix(
        "Rename both",
        (TextEdit(Span(value, value + 3), '"z"'), TextEdit(Span(key, key + 3), '"c"')),
        Applicability.SAFE,
    )
    report = Report(Span(value, value + 3), 'The value "x" is odd', fix=fix)
    return LintResult(source, (Finding("TP031", "bad-value", Severity.WARNING, source.name, report),), ())
