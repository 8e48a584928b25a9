"""The engine holds what the plain evaluator holds, and the difference of two engines is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings

from tailcli.access.compile import compile_policy, compile_together
from tailcli.compare.subtract import difference
from tailcli.policy.postures import Assertion, parse_assertion
from tailcli.policy.postures import canonical as canonical_text
from tests.oracle.edits import equal_pairs, pairs
from tests.oracle.reach import reach_table
from tests.oracle.symbolic import symbolic_world
from tests.oracle.vocabulary import policies

from .stand_ins import Cell, Reached, reached, read

if TYPE_CHECKING:
    from tests.oracle.world import World

Json = dict[str, Any]
EXAMPLES = 100

checked = settings(
    max_examples=settings().max_examples if settings().max_examples > 1000 else EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def by_the_oracle(policy: Json, world: World) -> Reached:
    found: dict[Cell, set[frozenset[str]]] = {}
    for pair, flows in reach_table(policy, world).items():
        for proto, port, alternative in flows:
            canonical = frozenset(map(one_spelling, alternative))
            found.setdefault(Cell(*pair, proto, port), set()).add(canonical)
    return {cell: frozenset(alternatives) for cell, alternatives in found.items()}


def one_spelling(requirement: str) -> str:
    """The engine compares assertions by meaning, the oracle by text."""
    parsed = parse_assertion(requirement)
    return canonical_text(parsed) if isinstance(parsed, Assertion) else requirement


def gained(before: Reached, after: Reached) -> Reached:
    found = {}
    for cell, alternatives in after.items():
        kept = before.get(cell, frozenset())
        fresh = frozenset(one for one in alternatives if not any(old <= one for old in kept))
        if fresh:
            found[cell] = fresh
    return found


@checked
@given(policies())
def test_boxes_hold_what_the_rules_allow(policy: Json) -> None:
    world = symbolic_world(policy, policy)
    access = compile_policy(read(policy))
    assert reached(access.network, access, world) == by_the_oracle(policy, world)


@checked
@given(pairs())
def test_the_difference_is_what_one_side_alone_allows(pair: tuple[Json, Json]) -> None:
    world = symbolic_world(*pair)
    old, new = compile_together([read(policy) for policy in pair])
    singles = old.universe.singles
    before, after = (by_the_oracle(policy, world) for policy in pair)
    assert reached(difference(new.network, old.network, singles), new, world) == gained(before, after)
    assert reached(difference(old.network, new.network, singles), old, world) == gained(after, before)


@checked
@given(equal_pairs())
def test_edits_without_effect_leave_no_difference(pair: tuple[Json, Json]) -> None:
    old, new = compile_together([read(policy) for policy in pair])
    assert difference(new.network, old.network, old.universe.singles) == []
    assert difference(old.network, new.network, old.universe.singles) == []
