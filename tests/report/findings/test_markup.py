"""JUnit, Checkstyle and Markdown: nothing of a policy is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.findings.model import Severity
from tailcli.report.findings import checkstyle, junit, markdown
from tests.report.samples import CLEAN, RESULT, hostile, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.lint.runner import LintResult

RUNS: tuple[Sequence[LintResult], ...] = ([], [CLEAN], [RESULT, CLEAN], [hostile(), wide()])
runs = pytest.mark.parametrize("results", RUNS, ids=["no file", "clean", "two files", "hostile"])


def tree(text: str) -> ET.Element:
    return ET.fromstring(text.encode())


def children(element: ET.Element) -> list[str]:
    return [child.tag for child in element]


@runs
def test_junit_counts_its_cases_and_names_each_once(results: Sequence[LintResult]) -> None:
    root = tree(junit.render(results))
    assert root.tag == "testsuites"
    names = []
    for element in [root, *root]:
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        assert element.get("failures") == str(len(list(element.iter("failure"))))
    for suite, result in zip(root, results, strict=True):
        assert suite.tag == "testsuite"
        assert len(suite) == max(1, len(result.findings))
        for case in suite:
            assert set(case.keys()) <= {"classname", "name", "file", "line", "time"}
            assert children(case) in (["failure"], ["system-out"], [])
            names.append((case.get("classname"), case.get("name")))
    assert len(set(names)) == len(names)


def test_a_finding_that_fails_no_build_is_a_case_that_passes() -> None:
    cases = list(tree(junit.render([RESULT])).iter("testcase"))
    passed = [finding.severity is Severity.INFO for finding in RESULT.findings]
    assert [children(case) == ["system-out"] for case in cases] == passed


@runs
def test_checkstyle_has_a_file_for_each_and_an_error_for_each(results: Sequence[LintResult]) -> None:
    root = tree(checkstyle.render(results))
    assert (root.tag, root.get("version")) == ("checkstyle", "4.3")
    for file, result in zip(root, results, strict=True):
        assert list(file.keys()) == ["name"]
        assert children(file) == ["error"] * len(result.findings)
        for error, finding in zip(file, result.findings, strict=True):
            assert list(error.keys()) == ["line", "column", "severity", "message", "source"]
            assert int(error.get("line", "")) == result.source.position(finding.report.span.start).line
            assert int(error.get("column", "")) >= 1
            assert error.get("severity") == finding.severity.value
            assert error.get("source") == f"tailcli.{finding.code}"


@given(st.text())
@settings(max_examples=100)
def test_any_text_fits_into_xml(text: str) -> None:
    (finding,) = wide().findings
    report = finding.report._replace(message=text or "x", hint=text, server=text)
    one = wide()._replace(findings=(finding._replace(report=report, file=f"{text}.hujson"),))
    for module in (junit, checkstyle):
        assert tree(module.render([one])) is not None


SPAN = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)")
PLAIN_ITEM = re.compile(
    r"(\s*- )?(\*\*|#### )?"
    r"((error|warning|info) \[TP\d{3}\]\([a-z/:.]+/rules/TP\d{3}\.md \"[a-z-]+\"\), line \d+: )?"
    r"[A-Za-z0-9 .,;:()'*]*"
)


@runs
def test_markdown_holds_no_markup_outside_its_code(results: Sequence[LintResult]) -> None:
    for line in markdown.render(results).splitlines():
        assert PLAIN_ITEM.fullmatch(SPAN.sub("", line)), line


def test_markdown_keeps_the_worst_and_counts_the_rest() -> None:
    infos = [finding for finding in hostile().findings if finding.severity is Severity.INFO]
    errors = [finding for finding in hostile().findings if finding.severity is Severity.ERROR]
    many = hostile()._replace(findings=tuple(infos + errors))
    text = markdown.render([CLEAN, many], limit=6000)
    assert len(text) < 6000
    shown = [line.split()[1] for line in text.splitlines() if line.startswith("- ")]
    assert shown.count("error") == len(errors)
    missing = len(infos) + len(errors) - len(shown)
    assert f"**{missing} more findings not shown.**" in text
    assert "clean.hujson" not in text
