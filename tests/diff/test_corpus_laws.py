"""The laws of the access diff over consecutive real versions, held against the plain evaluator.

A file that is not HuJSON has no meaning, so pairs with one are left out. What the control plane would refuse
is taken like anything else: what cannot be resolved in it adds nothing. Every stand-in is asked about, every
protocol that a rule names, and the first and last port between any two bounds.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tailcli.diff.binding_settings import USE
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane, Verdict
from tests import corpus

from .corpus_laws import (
    BY_LOCAL_PART,
    Bits,
    Case,
    applications_by_the_engine,
    applications_by_the_oracle,
    case,
    mirrored,
    network_by_the_engine,
    network_by_the_oracle,
    pairs_of,
    renames,
    ssh_by_the_engine,
    ssh_by_the_oracle,
    told,
)
from .test_laws import MIRRORED
from .test_witnesses import is_fresh, ways

if TYPE_CHECKING:
    from tailcli.diff.model import Row
    from tailcli.policy.model import Policy

pytestmark = [pytest.mark.corpus, corpus.needed]

STEP = 8
both_ways = pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])


TELLING = [
    "0f32f8eb5201",
    "fd26adff1438",
    "6279f0855549",
    "d0ae99525ca0",
    "8968bd2c6adb",
    "c040fb9ce78a",
    "b86889efc034",
]
"""Changes that have shown a mistake before: the first digits of the SHA-256 of the older text."""


@cache
def cases() -> list[Case]:
    telling = () if corpus.FULL else (pair for pair in corpus.changes(step=1) if _digest(pair[0]) in TELLING)
    return [case(old, new) for old, new in (*corpus.changes(STEP), *telling)]


def _digest(policy: Policy) -> str:
    return sha256(policy.document.source.text.encode()).hexdigest()[:12]


def test_hardly_a_pair_is_left_out() -> None:
    every = corpus.sample([pair for history in corpus.histories() for pair in pairwise(history)], STEP)
    assert len(every) * 0.85 < len(cases()) > len(TELLING) + 60


def test_nothing_differs_from_itself() -> None:
    for one in cases():
        for policy in (one.old, one.new):
            found = compare_policies(policy, policy)
            assert (found.verdict, found.rows, found.idle_causes) == (Verdict.IDENTICAL, (), ())


def test_the_other_way_round_is_the_mirror() -> None:
    for one in cases():
        there, back = one.found, compare_policies(one.new, one.old)
        assert back.verdict is MIRRORED.get(there.verdict, there.verdict)
        for change, opposite in ((Change.GAINED, Change.LOST), (Change.LOST, Change.GAINED)):
            for lane in Lane:
                assert told(there, lane, change) == told(back, lane, opposite)
            if not renames(there):  # the words are those of the newer version
                assert mirrored(there.rows, change) == mirrored(back.rows, opposite)


def test_the_verdict_says_whether_anything_was_gained_or_lost() -> None:
    for one in cases():
        verdict, rows = one.found.verdict, [row for row in one.found.rows if row.lane in ACCESS_LANES]
        effects = {row.effect for row in rows if _is_on_terms(row)}
        gained, lost = (
            any(row.change in {change, Change.CHANGED} for row in rows if not _is_on_terms(row))
            for change in (Change.GAINED, Change.LOST)
        )
        is_wider = gained or bool(effects & {Effect.WIDER, Effect.BOTH})
        is_narrower = lost or bool(effects & {Effect.NARROWER, Effect.BOTH})
        assert is_wider == (verdict in {Verdict.WIDER, Verdict.BOTH})
        assert is_narrower == (verdict in {Verdict.NARROWER, Verdict.BOTH})
        assert bool(rows) == (verdict not in {Verdict.IDENTICAL, Verdict.OTHER})


def _is_on_terms(row: Row) -> bool:
    """Whether those who have an access keep it on other terms: that is neither gained nor lost."""
    return row.change is Change.CHANGED and (row.lane is Lane.SSH or row.rights == (USE,))


@both_ways
def test_traffic_is_what_the_evaluator_finds(change: Change) -> None:
    for one in cases():
        bits = Bits(one.world, one.sides.new.access.universe)
        expected = network_by_the_oracle(*one.towards(change), one.world)
        assert network_by_the_engine(one, bits, change) == expected
        pairs = {bits.pair(cell.src, cell.dst) for cell in expected}
        assert told(one.found, Lane.NETWORK, change, Change.CHANGED) == len(pairs)


@both_ways
def test_permissions_are_what_the_evaluator_finds(change: Change) -> None:
    for one in cases():
        bits = Bits(one.world, one.sides.new.access.universe)
        expected = applications_by_the_oracle(*one.towards(change), one.world, bits)
        assert applications_by_the_engine(one, change) == expected
        assert told(one.found, Lane.APPLICATION, change, Change.CHANGED) == len(pairs_of(expected))


def test_logins_are_what_the_evaluator_finds() -> None:
    for one in cases():
        expected = ssh_by_the_oracle(one, Bits(one.world, one.sides.new.access.universe))
        for change, found in ssh_by_the_engine(one).items():
            assert told(one.found, Lane.SSH, change) == len(pairs_of(expected[change]))
            assert pairs_of(found) == pairs_of(expected[change])
            if all(account != BY_LOCAL_PART for _, _, account in found):
                named = {account for _, _, account in found}
                assert found == {each for each in expected[change] if each[2] in named}


def test_witnesses_are_allowed_on_one_side_only() -> None:
    for one in cases():
        for row in one.found.rows:
            if row.lane is Lane.NETWORK and row.witness is not None:
                old, new = (ways(policy, one.world, row.witness) for policy in one.plain)
                if row.change is Change.LOST:
                    old, new = new, old
                assert any(is_fresh(after, before) for before, after in zip(old, new, strict=True)), row
