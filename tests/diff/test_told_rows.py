"""What the rows of the network lane say, in their words, is what changed: nothing hidden, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tailcli.diff.model import Change, Lane
from tests import corpus
from tests.compare.stand_ins import read
from tests.oracle.edits import pairs
from tests.oracle.postures import ensures

from .corpus_laws import case, network_by_the_oracle
from .test_corpus_laws import STEP
from .test_laws import some
from .told_rows import said, told_by, ways

if TYPE_CHECKING:
    from .corpus_laws import Case, Cell, Flows

Json = dict[str, Any]


def differences(one: Case, change: Change) -> tuple[dict[Cell, Flows], dict[Cell, Flows]]:
    """What the words leave out, and what they say beyond what the plain evaluator finds.

    A row may say that it leaves out what other rules give.
    """
    before, after = one.towards(change)
    rows = (row for row in one.found.rows if row.lane is Lane.NETWORK)
    found, blurred = said(told_by(rows, change, after, one.world), one.world)
    expected = network_by_the_oracle(before, after, one.world)
    hidden = {
        cell: _unsaid(flows, found.get(cell, {})) if cell in blurred else _less(flows, found.get(cell, {}))
        for cell, flows in expected.items()
    }
    beyond = {
        cell: _less(flows, expected.get(cell, {})) for cell, flows in found.items() if cell not in blurred
    }
    return {c: flows for c, flows in hidden.items() if flows}, {
        c: flows for c, flows in beyond.items() if flows
    }


def _less(flows: Flows, others: Flows) -> Flows:
    if flows is others:
        return {}
    return {flow: ways for flow, ways in flows.items() if others.get(flow) != ways}


def _unsaid(flows: Flows, others: Flows) -> Flows:
    """What words that leave something out do not cover: a condition beside the right one is no matter."""
    return {
        flow: ways
        for flow, ways in flows.items()
        if not all(any(ensures(way, said) for said in others.get(flow, ())) for way in ways)
    }


@pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])
@some
@given(pair=pairs())
def test_the_words_for_random_policies(change: Change, pair: tuple[Json, Json]) -> None:
    old, new = map(read, pair)
    assert differences(case(old, new), change) == ({}, {})


@pytest.mark.corpus
@corpus.needed
@pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])
def test_the_words_for_real_policies(change: Change) -> None:
    count = 0
    for old, new in corpus.changes(STEP, start=1):
        one = case(old, new)
        count += any(row.lane is Lane.NETWORK and row.change is change for row in one.found.rows)
        assert differences(one, change) == ({}, {}), new.document.source.name
    assert count > 10


def test_terms_are_read_as_alternatives() -> None:
    mac, new = "node:os == 'macos'", "node:tsVersion >= '1.80'"
    assert ways("") == {frozenset()}
    text = "only if the device has node:os == 'macos' and node:tsVersion >= '1.80', or node:os == 'macos'"
    assert ways(text) == {frozenset({mac, new}), frozenset({mac})}
    assert ways("only through tag:a, tag:b or tag:c") == {frozenset({f"via:tag:{x}"}) for x in "abc"}
    assert ways("only if the device has node:os == 'macos'; only through tag:a") == {
        frozenset({mac, "via:tag:a"})
    }
