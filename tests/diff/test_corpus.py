"""Every pair of consecutive real policies gets a verdict, and what has no effect is called identical."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Verdict
from tailcli.hujson.plain import to_python
from tests import corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tailcli.policy.model import Policy

pytestmark = [pytest.mark.corpus, corpus.needed]

SAME_ACCESS = ["cb8a8b13bc5a", "941458cf39c4", "f331ab826e03", "5001366079f7"]
"""Changes that are known to give and take no access: the first digits of the SHA-256 of the older text."""


def data(policy: Policy) -> str:
    root = policy.document.root
    return "" if root is None else json.dumps(to_python(root), sort_keys=True)


def test_every_pair_has_a_verdict_and_every_row_an_edit() -> None:
    count = 0
    for old, new in corpus.changes(step=3):
        found = compare_policies(old, new)
        count += 1
        assert (found.verdict is Verdict.IDENTICAL) == (not found.rows and not found.depends)
        assert all(row.cause and row.sources for row in found.rows if row.lane in ACCESS_LANES)
        if data(old) == data(new):
            suppressions = all(row.lane.value == "suppressions" for row in found.rows)
            assert suppressions
            assert not found.idle_causes
    assert count > 150


def digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("digest", SAME_ACCESS)
def test_rewrites_are_proved_to_be_the_same(digest: str) -> None:
    neighbours = (pair for history in corpus.histories() for pair in pairwise(history))
    old, new = next(pair for pair in neighbours if digest_of(pair[0]).startswith(digest))
    found = compare_policies(corpus.read(old), corpus.read(new))
    assert [row for row in found.rows if row.lane in ACCESS_LANES] == []


def test_few_rows_fall_back_to_words_that_hold_for_anything() -> None:
    rows = [row for old, new in corpus.changes(step=1) for row in compare_policies(old, new).rows]
    vague = [
        row
        for row in rows
        if row.cause is None
        or row.cause.text.endswith((" edited", "other order"))
        or any(note.startswith("except what") for note in row.notes)
    ]
    assert len(vague) <= 0.05 * len(rows)
