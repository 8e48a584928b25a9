"""Real histories: every format renders every change, and two ways of comparing agree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.diff.model import Verdict
from tailcli.report.diff import markdown
from tailcli.report.diff.formats import DiffFormat, render
from tailcli.report.diff.outline import counts, sections
from tests import corpus

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff
    from tailcli.policy.model import Policy

pytestmark = [pytest.mark.corpus, corpus.needed]


@cache
def compared() -> list[tuple[Policy, Policy, AccessDiff]]:
    return [(old, new, api.diff(old, new)) for old, new in corpus.changes(step=4, start=1)]


def test_every_change_can_be_shown_in_every_format() -> None:
    assert len(compared()) > 100
    for _, _, diff in compared():
        told = [row for section in sections(diff) for row in section.rows]
        assert sorted(map(id, told)) == sorted(map(id, diff.rows))
        assert sum(counts(diff)) == 2 * len(diff.rows)
        pages = {chosen: render([diff], chosen) for chosen in DiffFormat}
        assert len(pages[DiffFormat.MARKDOWN]) <= markdown.LIMIT
        assert len(pages[DiffFormat.JSONL].splitlines()) == 1 + len(diff.rows)
        assert pages[DiffFormat.TEXT].count("\n") >= len(diff.rows)


def test_no_announcement_is_kept_exactly_where_no_access_changes() -> None:
    same = {Verdict.IDENTICAL, Verdict.OTHER}
    for old, new, diff in compared():
        judged = api.judge_change(old, new, "Access-Change: none")
        assert judged.is_met is (diff.verdict in same), (old.document.source.name, judged.mismatches[:1])
