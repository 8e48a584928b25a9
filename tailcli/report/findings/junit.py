"""Findings as JUnit's XML: a suite for each file, a failed case for each finding.

A finding of the severity info is a case that passes and says something: it does not fail a build.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tailcli.findings.model import Severity
from tailcli.report.escape import terminal
from tailcli.report.findings.told import MESSAGE_LIMIT
from tailcli.report.findings.xml_text import HEAD, attributes, content
from tailcli.report.full import block
from tailcli.report.paths import forge_path
from tailcli.report.style import PLAIN
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText


def render(results: Sequence[LintResult], _style: Style = PLAIN) -> str:
    """Return a document; a file without findings has one case, which passes."""
    total = sum(map(_counts, results), _Counts(0, 0))
    lines = [line for result in results for line in _suite(result)]
    head = f"<testsuites{attributes(name='tailcli lint')}{_numbers(total)}>"
    return HEAD + "\n".join([head, *lines, "</testsuites>"]) + "\n"


class _Counts(NamedTuple):
    tests: int
    failures: int

    def __add__(self, other: object) -> _Counts:
        if not isinstance(other, _Counts):
            return NotImplemented
        return _Counts(self.tests + other.tests, self.failures + other.failures)


def _counts(result: LintResult) -> _Counts:
    return _Counts(max(1, len(result.findings)), sum(map(_fails, result.findings)))


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _numbers(counts: _Counts) -> str:
    return attributes(tests=counts.tests, failures=counts.failures, errors=0, skipped=0, time=0)


def _suite(result: LintResult) -> Iterator[str]:
    path = forge_path(result.source.name)
    yield f"  <testsuite{attributes(name=path)}{_numbers(_counts(result))}>"
    if not result.findings:
        yield f"    <testcase{attributes(classname=path, name=f'{path}: no findings', file=path, time=0)}/>"
    seen: Counter[str] = Counter()
    for finding in result.findings:
        name = _name(finding, result.source)
        seen[name] += 1
        # Of cases with one name GitLab shows the first alone.
        yield from _case(finding, result.source, name if seen[name] == 1 else f"{name} #{seen[name]}")
    yield "  </testsuite>"


def _name(finding: Finding, source: SourceText) -> str:
    line, column = source.position(finding.report.span.start)
    return f"{forge_path(finding.file)}:{line}:{column} {finding.code} {finding.name}"


def _case(finding: Finding, source: SourceText, name: str) -> Iterator[str]:
    path = forge_path(finding.file)
    line = source.position(finding.report.span.start).line
    yield f"    <testcase{attributes(classname=path, name=name, file=path, line=line, time=0)}>"
    text = content("\n".join(block(finding, source, PLAIN)))
    if _fails(finding):
        message = terminal(finding.report.message, MESSAGE_LIMIT)
        said = attributes(message=message, type=f"{finding.severity.value} {finding.code}")
        yield f"      <failure{said}>{text}</failure>"
    else:
        yield f"      <system-out>{text}</system-out>"
    yield "    </testcase>"
