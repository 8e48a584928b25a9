"""Suggested tests can be pasted into a policy, and rows without a test are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.diff.suggest import Suggestion
from tailcli.hujson.parse import parse
from tailcli.hujson.plain import to_python
from tailcli.report.diff import markdown, text
from tailcli.report.diff.outline import unnoticed
from tailcli.report.diff.suggestions import entries, title
from tailcli.source.text import SourceText
from tests.report.diff import samples

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff, Row

FOUND = Suggestion(
    ({"src": "alice@example.com", "proto": "tcp", "accept": ["tag:db:5432"]}, {"src": "```\x1b[1m@everyone"}),
    ({"src": "tag:ci", "dst": ["tag:web"], "deny": ["root"]},),
)


def test_the_entries_are_members_of_a_policy() -> None:
    document = parse(SourceText("policy.hujson", "{" + "\n".join(entries(FOUND)) + "}"))
    assert document.problems == ()
    assert document.root is not None
    assert to_python(document.root) == {"tests": [*FOUND.tests], "sshTests": [*FOUND.ssh_tests]}


def test_text_shows_them_unwrapped_and_harmless() -> None:
    said = text.suggested(FOUND)
    assert "Tests that pin this change (3 entries)" in said
    assert "\x1b" not in said


def test_markdown_says_what_does_not_fit() -> None:
    whole = markdown.suggested(FOUND, 10_000)
    assert whole.count("\n```") == 2
    short = markdown.suggested(FOUND, len(whole) - 2)
    assert "do not fit" in short
    assert "alice" not in short


UNASKED = "cannot be pinned by a test that is sure to pass"


@pytest.mark.parametrize(
    ("rows", "tested", "expected"),
    [
        (0, 0, "access is the same"),
        (1, 1, "a test asks about the only row of access already"),
        (3, 3, "a test asks about each of the 3 rows of access already"),
        (1, 0, f"the only row of access {UNASKED}"),
        (3, 0, f"the 3 rows of access {UNASKED}"),
        (5, 2, f"a test asks about 2 of the 5 rows of access already, and the other 3 {UNASKED}"),
        (2, 1, f"a test asks about 1 of the 2 rows of access already, and the other {UNASKED}"),
    ],
)
def test_why_there_is_nothing_to_suggest_is_said(rows: int, tested: int, expected: str) -> None:
    nothing = Suggestion((), (), rows, tested)
    assert title(nothing) == f"No tests to suggest: {expected}"
    assert title(nothing) in markdown.suggested(nothing, 1_000)


@pytest.mark.parametrize(
    ("tested", "expected"),
    [
        ((True, None), ""),
        ((False,), " No test would have noticed."),
        ((False, True, None), " No test would have noticed 1 of the 3 rows of network and SSH access."),
        ((False, False), " No test would have noticed any of the 2 rows of network and SSH access."),
    ],
)
def test_rows_that_no_test_asks_about_are_counted(tested: tuple[bool | None, ...], expected: str) -> None:
    rows: tuple[Row, ...] = tuple(samples.GAIN._replace(is_tested=one) for one in tested)
    diff: AccessDiff = samples.FULL._replace(rows=rows)
    assert unnoticed(diff) == expected
