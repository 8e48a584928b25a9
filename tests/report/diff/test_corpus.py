"""Real histories: every format renders every change, and two ways of comparing agree."""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.diff.model import Verdict
from tailcli.report.diff import markdown
from tailcli.report.diff.formats import DiffFormat, render
from tailcli.report.diff.outline import counts, sections
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import AccessDiff
    from tailcli.policy.model import Policy

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real policies beside the checkout"),
]


def pairs() -> Iterator[tuple[Policy, Policy]]:
    """Every two consecutive versions that can be read."""
    index = json.loads((CORPUS / "index.json").read_text("utf-8"))
    for _, series in groupby(index, key=lambda entry: entry["series"]):
        texts = [(CORPUS / entry["file"]).read_text("utf-8", errors="replace") for entry in series]
        policies = [api.load(SourceText(f"{n}.hujson", text)) for n, text in enumerate(texts)]
        for old, new in pairwise(policies):
            readable = not old.document.problems and not new.document.problems
            if readable and old.root is not None and new.root is not None:
                yield old, new


@cache
def compared() -> list[tuple[Policy, Policy, AccessDiff]]:
    return [(old, new, api.diff(old, new)) for old, new in pairs()]


def test_every_change_can_be_shown_in_every_format() -> None:
    assert len(compared()) > 500
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
