"""Laws that the evaluator, the generators and the texts keep."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .evaluate import Asked, allowed_in, families
from .generate import equal_pairs, layouts, pairs, policies, worlds
from .reach import Row, capability_reach, changes, reach, reach_table, ssh_reach
from .symbolic import symbolic_world

if TYPE_CHECKING:
    from .world import World

Policy = dict[str, Any]
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
fewer = settings(few, max_examples=12)


def ask_every_point(policy: Policy, world: World) -> set[Row]:
    """Rows by asking every rule about every single point."""
    return {
        Row(src.name, dst.name, family, proto, port, alternative)
        for src in world.sources
        for dst in world.destinations
        for family in families(src, dst)
        for proto in world.protocols
        for port in world.ports
        for alternative in allowed_in(Asked(policy, world, src, dst, family), proto, port)
    }


@few
@given(policies(), st.data())
def test_the_table_is_what_single_questions_answer(policy: Policy, data: st.DataObject) -> None:
    world = symbolic_world(policy, policy)
    some = world._replace(
        sources=tuple(data.draw(st.permutations(world.sources))[:4]),
        destinations=tuple(data.draw(st.permutations(world.destinations))[:4]),
        ports=world.ports[:4],
        undecided=data.draw(st.booleans()),
    )
    assert reach(policy, some) == ask_every_point(policy, some)


@few
@given(policies(), worlds())
def test_the_table_of_a_real_tailnet_too(policy: Policy, world: World) -> None:
    some = world._replace(sources=world.sources[:4], destinations=world.destinations[-4:])
    assert reach(policy, some) == ask_every_point(policy, some)


@few
@given(policies())
def test_what_is_certain_is_possible(policy: Policy) -> None:
    world = symbolic_world(policy, policy)
    certain = reach_table(policy, world)
    possible = reach_table(policy, world._replace(undecided=True))
    assert all(pair in possible for pair in certain)


@few
@given(pairs())
def test_changes_lead_from_old_to_new(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    world = symbolic_world(old, new)
    gained, lost = changes(old, new, world)
    assert changes(new, old, world) == (lost, gained)
    assert reach(old, world) - lost | gained == reach(new, world)


@fewer
@given(equal_pairs(), worlds())
def test_edits_that_change_nobodys_access_change_none(pair: tuple[Policy, Policy], tailnet: World) -> None:
    old, new = pair
    for world in (symbolic_world(old, new), tailnet):
        for one in (world, world._replace(undecided=True)):
            assert changes(old, new, one) == (set(), set())
        assert capability_reach(old, world) == capability_reach(new, world)
        assert ssh_reach(old, world) == ssh_reach(new, world)


@few
@given(policies().flatmap(lambda policy: st.tuples(st.just(policy), layouts(policy))))
def test_every_layout_says_the_same(policy_and_text: tuple[Policy, str]) -> None:
    policy, text = policy_and_text
    bare = re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*\n|/\*.*?\*/', r"\1 ", text, flags=re.DOTALL)
    plain = re.sub(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', r"\1", bare)
    assert json.loads(plain) == policy


@fewer
@given(pairs(), worlds())
def test_a_pair_that_stand_ins_cannot_tell_apart_is_alike_in_every_tailnet(
    pair: tuple[Policy, Policy], tailnet: World
) -> None:
    old, new = pair
    world = symbolic_world(old, new)
    if changes(old, new, world) == changes(old, new, world._replace(undecided=True)) == (set(), set()):
        assert changes(old, new, tailnet) == (set(), set())
