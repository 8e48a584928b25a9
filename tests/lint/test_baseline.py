"""Baselines: a finding is known by what it is about, wherever it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.config.settings import Settings
from tailcli.hujson.format import format_text
from tailcli.lint.baseline import Baseline, BaselineError, compare, counts, read, write

if TYPE_CHECKING:
    from tailcli.lint.runner import LintResult

RULE = '{"src": ["group:x"], "dst": ["*"], "ip": ["*"], "sources": []}'
OTHER = '{"src": ["group:y"], "dst": ["*"], "ip": ["*"], "sources": []}'


def lint(*rules: str) -> LintResult:
    text = '{\n"grants": [\n' + ",\n".join(rules) + "\n]}\n"
    return api.lint(text, settings=Settings(select=("TP020", "TP014")))


def left(known: LintResult, now: LintResult) -> list[int]:
    """The lines of what is new."""
    found = compare(now, counts(known)).result.findings
    return [now.source.position(finding.report.span.start).line for finding in found]


def test_lines_do_not_matter() -> None:
    assert left(lint(RULE), lint(RULE)) == []
    assert left(lint(RULE), lint('{"src": ["*"], "dst": ["*"]}', RULE)) == []
    assert left(lint(RULE, OTHER), lint(OTHER, RULE)) == []


def test_layout_does_not_matter() -> None:
    now = lint(RULE)
    formatted = api.lint(format_text(now.source.text), settings=Settings(select=("TP020", "TP014")))
    assert left(now, formatted) == []


def test_a_changed_entry_is_new() -> None:
    assert left(lint(RULE), lint(OTHER)) == [3]
    assert left(lint(RULE), lint(RULE.replace('"*"', '"tag:x"'))) == [3]


def test_one_more_of_the_same_is_new() -> None:
    assert left(lint(RULE), lint(RULE, RULE)) == [4]
    assert left(lint(RULE, RULE), lint(RULE, RULE)) == []


def test_what_is_gone_is_counted() -> None:
    found = compare(lint(OTHER), counts(lint(RULE, RULE, OTHER)))
    assert (found.held, list(found.stale.values())) == (1, [2])
    assert compare(lint(OTHER)._replace(ran=frozenset()), counts(lint(RULE))).stale == {}


def test_a_text_and_back() -> None:
    baseline = Baseline({"b.hujson": counts(lint(RULE, OTHER)), "a/a.hujson": counts(lint(RULE))})
    text = write(baseline)
    assert read(text) == baseline
    assert write(read(text)) == text
    assert list(json.loads(text)["files"]) == ["a/a.hujson", "b.hujson"]
    assert "group:x" not in text


def test_a_broken_policy_has_a_baseline_too() -> None:
    broken = api.lint('{"grants": [{"sources": []', settings=Settings(select=("TP0",)))
    assert compare(broken, counts(broken)).result.findings == ()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 1, "files": []}', '{"version": 1, "files": {"a": {}}}']
)
def test_what_is_no_baseline(text: str) -> None:
    with pytest.raises(BaselineError):
        read(text)
