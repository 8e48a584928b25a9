"""The laws of the access diff over random pairs of policies, held against the plain evaluator."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane, Verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.compare.stand_ins import read
from tests.oracle.edits import equal_pairs, pairs
from tests.oracle.layout import render
from tests.oracle.vocabulary import policies

from .oracle_pairs import application_pairs, network_pairs, ssh_pairs, universe_of, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.diff.model import AccessDiff, Row
    from tailcli.policy.model import Policy

Json = dict[str, Any]
some = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # what fails is large, and shrinking it takes long
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
MIRRORED = {
    Verdict.WIDER: Verdict.NARROWER,
    Verdict.NARROWER: Verdict.WIDER,
}


def diff(old: Json, new: Json) -> AccessDiff:
    return compare_policies(read(old), read(new))


def counted(rows: Iterable[Row], lane: Lane, *changes: Change) -> int:
    return sum(row.pairs for row in rows if row.lane is lane and (row.one_way or row.change) in changes)


@some
@given(policies())
def test_nothing_differs_from_itself(policy: Json) -> None:
    found = diff(policy, policy)
    assert (found.verdict, found.rows, found.idle_causes) == (Verdict.IDENTICAL, (), ())


@some
@given(policies(), st.integers(0, 2**32), st.integers(0, 2**32))
def test_comments_and_layout_never_matter(policy: Json, seed: int, other: int) -> None:
    found = compare_policies(written(policy, seed), written(policy, other))
    assert (found.verdict, found.rows, found.idle_causes) == (Verdict.IDENTICAL, (), ())


def written(policy: Json, seed: int) -> Policy:
    return load(SourceText("policy.hujson", render(policy, Random(seed))))


@some
@given(equal_pairs())
def test_edits_without_effect_are_identical(pair: tuple[Json, Json]) -> None:
    found = diff(*pair)
    assert (found.verdict, found.rows) == (Verdict.IDENTICAL, ())


@some
@given(pairs())
def test_the_other_way_round_is_the_mirror(pair: tuple[Json, Json]) -> None:
    there, back = diff(*pair), diff(*reversed(pair))
    assert back.verdict is MIRRORED.get(there.verdict, there.verdict)
    assert mirror_key(there.rows, Change.GAINED) == mirror_key(back.rows, Change.LOST)
    assert mirror_key(there.rows, Change.LOST) == mirror_key(back.rows, Change.GAINED)


def mirror_key(rows: Iterable[Row], change: Change) -> Counter[tuple[object, ...]]:
    return Counter(
        (row.lane, row.sources, row.destinations, row.rights, row.pairs)
        for row in rows
        if row.change is change and row.lane is not Lane.SETTINGS
    )


@some
@given(pairs())
def test_pairs_of_the_network_add_up(pair: tuple[Json, Json]) -> None:
    rows, world, universe = diff(*pair).rows, world_of(*pair), universe_of(*pair)
    expected = network_pairs(*pair, world, universe)
    assert counted(rows, Lane.NETWORK, Change.GAINED, Change.CHANGED) == len(expected)
    expected = network_pairs(*reversed(pair), world, universe)
    assert counted(rows, Lane.NETWORK, Change.LOST, Change.CHANGED) == len(expected)


@some
@given(pairs())
def test_pairs_of_applications_add_up(pair: tuple[Json, Json]) -> None:
    rows, world, universe = diff(*pair).rows, world_of(*pair), universe_of(*pair)
    expected = application_pairs(*pair, world, universe)
    assert counted(rows, Lane.APPLICATION, Change.GAINED, Change.CHANGED) == len(expected)
    expected = application_pairs(*reversed(pair), world, universe)
    assert counted(rows, Lane.APPLICATION, Change.LOST, Change.CHANGED) == len(expected)


@some
@given(pairs())
def test_pairs_of_ssh_add_up(pair: tuple[Json, Json]) -> None:
    rows, world, universe = diff(*pair).rows, world_of(*pair), universe_of(*pair)
    expected = ssh_pairs(*pair, world, universe)
    for change in Change:
        assert counted(rows, Lane.SSH, change) == len(expected[change])


@some
@given(pairs(most=3))
def test_every_row_of_access_names_its_edit(pair: tuple[Json, Json]) -> None:
    found = diff(*pair)
    assert all(row.cause is not None for row in found.rows if row.lane in ACCESS_LANES)
    assert not {row.cause for row in found.rows} & set(found.idle_causes)


@some
@given(pairs())
def test_the_verdict_is_what_the_rows_say(pair: tuple[Json, Json]) -> None:
    found = diff(*pair)
    effects = {row.effect for row in found.rows if row.lane in ACCESS_LANES}
    assert (found.verdict in {Verdict.WIDER, Verdict.BOTH}) == bool(effects & {Effect.WIDER, Effect.BOTH})
    assert (found.verdict in {Verdict.NARROWER, Verdict.BOTH}) == bool(
        effects & {Effect.NARROWER, Effect.BOTH}
    )
    assert (found.verdict is Verdict.IDENTICAL) == (not found.rows and not found.depends)


def test_a_pair_counts_once_for_each_change() -> None:
    rule = {"action": "accept", "src": ["alice@example.com"], "dst": ["tag:db"]}
    old, new = ({"tagOwners": {"tag:db": []}, "ssh": [{**rule, "users": [name]}]} for name in ("ada", "ben"))
    counts = {row.change: row.pairs for row in diff(old, new).rows if row.lane is Lane.SSH}
    assert counts == {Change.GAINED: 1, Change.LOST: 1}
