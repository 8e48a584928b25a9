"""Annotations of a GitHub workflow: the runner is read back, as it reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.findings.model import Severity
from tailcli.report.findings import annotations
from tailcli.report.workflow_commands import MOST_OF_A_LEVEL, Annotation, Level, command
from tailcli.source import Span
from tests.report.samples import CLEAN, RESULT, SOURCE, TEXT, hostile, wide

if TYPE_CHECKING:
    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult


class Read(NamedTuple):
    level: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Read:
    """Read a line as the runner does: the first ``::`` behind the name ends the properties."""
    match = re.fullmatch(r"::(error|warning|notice)(?: ([^\n]*?))?::([^\n\r]*)", line)
    assert match is not None, line
    pairs = [part.split("=", 1) for part in (match[2] or "").split(",") if part]
    properties = {name: unescape(value, {"%3A": ":", "%2C": ","}) for name, value in pairs}
    return Read(match[1], properties, unescape(match[3]))


def unescape(text: str, more: dict[str, str] | None = None) -> str:
    for escaped, character in {"%0D": "\r", "%0A": "\n", **(more or {})}.items():
        text = text.replace(escaped, character)
    return text.replace("%25", "%")


def rendered(*results: LintResult) -> list[Read]:
    return [read(line) for line in annotations.render(results).splitlines()]


def test_a_finding_is_beside_its_line_with_what_to_do() -> None:
    first = rendered(RESULT, CLEAN)[0]
    assert first.properties == {
        "file": "dir/policy\\x07.hujson",
        "title": "TP010 duplicate-key",
        "line": "3",
        "endLine": "3",
        "col": "2",
        "endColumn": "10",
    }
    assert first.message.split("\n")[:2] == ['The key "Groups" is given twice', "Hint: put the two together"]


def test_columns_count_utf16_units() -> None:
    (only,) = rendered(wide())
    assert (only.properties["col"], only.properties["endColumn"]) == ("9", "12")


def test_no_columns_are_told_of_several_lines() -> None:
    (first, *_) = RESULT.findings
    report = first.report._replace(span=Span(2, len(TEXT)))
    (only,) = rendered(RESULT._replace(findings=(first._replace(report=report),)))
    assert (only.properties["line"], only.properties["endLine"]) == ("2", "5")
    assert "col" not in only.properties


def test_a_version_in_git_has_no_file_so_its_text_says_where() -> None:
    source = type(SOURCE)("HEAD~1:policy.hujson", TEXT)
    only = rendered(RESULT._replace(source=source))[0]
    assert "file" not in only.properties
    assert "line" not in only.properties
    assert only.message.startswith('HEAD~1:policy.hujson:3: The key "Groups"')


def test_the_worst_come_first_and_the_last_of_a_level_counts_the_rest() -> None:
    (error, warning, _) = RESULT.findings
    many: list[Finding] = []
    for number in range(25):
        message = f"Finding {number}"
        many.append(warning._replace(report=warning.report._replace(message=message)))
    found = rendered(RESULT._replace(findings=(*many, error)))
    assert [one.level for one in found] == ["error", *["warning"] * MOST_OF_A_LEVEL]
    assert found[-1].message.startswith("Finding 9\n")
    assert found[-1].message.endswith("15 more warnings not shown; `tailcli lint` prints every finding")
    assert all("more" not in one.message for one in found[:-1])


def test_hostile_texts_stay_inside_their_messages() -> None:
    found = rendered(hostile())
    assert len(found) == len(Severity) * MOST_OF_A_LEVEL
    assert {one.properties["title"] for one in found} == {"TP101 undefined-group"}
    assert all(len(one.message) < 4096 for one in found)


@given(st.text(), st.text(min_size=1), st.sampled_from(Level))
@settings(max_examples=100)
def test_any_text_is_read_back(message: str, title: str, level: Level) -> None:
    line = command(Annotation(level, title, (message, "second"), "a,b:c.hujson", (1, 2)))
    found = read(line.removesuffix("\n"))
    assert found.level == level.value
    assert set(found.properties) == {"file", "title", "line", "endLine"}
    assert found.properties["file"] == "a,b:c.hujson"
    assert found.message.split("\n")[1:] == ["second"]
