"""Every pair of consecutive real policies gets a verdict, and what has no effect is called identical."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Verdict
from tailcli.hujson.plain import to_python
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout"),
]

SAME_ACCESS = [("georgepstaylor*", 13), ("fjij*", 0), ("briorg*", 34), ("stepbrobd*", 6)]
"""Rewrites that are known to change no access: the start of a series' name, and its older version."""


def policies(series: Path) -> list[Policy]:
    return [read(path) for path in sorted(series.iterdir())]


def read(path: Path) -> Policy:
    return load(SourceText(path.name, path.read_text(encoding="utf-8")))


def readable_pairs() -> Iterator[tuple[Policy, Policy]]:
    for series in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        for old, new in pairwise(policies(series)):
            if not old.document.problems and not new.document.problems:
                yield old, new


def data(policy: Policy) -> str:
    root = policy.document.root
    return "" if root is None else json.dumps(to_python(root), sort_keys=True)


def test_every_pair_has_a_verdict_and_every_row_an_edit() -> None:
    count = 0
    for old, new in readable_pairs():
        found = compare_policies(old, new)
        count += 1
        assert (found.verdict is Verdict.IDENTICAL) == (not found.rows)
        assert all(row.cause and row.sources for row in found.rows if row.lane in ACCESS_LANES)
        if data(old) == data(new):
            suppressions = all(row.lane.value == "suppressions" for row in found.rows)
            assert suppressions
            assert not found.idle_causes
    assert count > 0


@pytest.mark.parametrize(("name", "older"), SAME_ACCESS)
def test_rewrites_are_proved_to_be_the_same(name: str, older: int) -> None:
    (series,) = CORPUS.glob(name)
    old, new = (next(read(path) for path in series.glob(f"{number:03}_*")) for number in (older, older + 1))
    found = compare_policies(old, new)
    assert [row for row in found.rows if row.lane in ACCESS_LANES] == []
