"""The witness of each row of latent access gets there by its step in one version only, says the evaluator."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.wording import OTHER_ACCOUNTS
from tailcli.diff.model import Change, Lane
from tests.oracle.meaning import probes
from tests.oracle.reach import reach_table
from tests.oracle.selectors import is_device
from tests.oracle.world import Address, Device

from .oracle_pairs import world_of
from .test_latent import VAULT, own_more, rows_of
from .test_latent_laws import PEOPLE, TAGS, UNNAMED, Plainly, few, pairs, some
from .test_laws import diff
from .test_witnesses import PROTOCOLS, ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import Row
    from tests.oracle.world import World

    from .test_latent_laws import Fact

Json = dict[str, Any]

ROUTES = ("10.9.0.0/16", "10.9.1.0/24", "fd00:9::/48")
approved = st.dictionaries(st.sampled_from(ROUTES), few((*PEOPLE, *TAGS), 0), max_size=3)


class Stepping(Plainly):
    """What one policy gives, traffic and routes included, and what somebody gets at by given steps."""

    def __init__(self, policy: Json, world: World, asked: tuple[str, ...]) -> None:
        super().__init__(policy, world, asked)
        self.has |= {
            (pair.src, pair.dst, Lane.NETWORK, (pair.family, *flow[:2]))
            for pair, flows in reach_table(policy, world).items()
            for flow in flows
        }

    def could(self) -> set[Fact]:
        """The same by any steps, the approval of a route among them."""
        found = super().could()
        for route in self._policy["autoApprovers"]["routes"]:
            takers = set(self._named(self._approvers(route)))
            inside = self._inside(route)
            found |= {
                (who, where, lane, right)
                for src, where, lane, right in self.has
                if src in inside
                for who in takers
            }
        return found

    def gets(self, who: str, acts: list[str]) -> set[Fact]:
        """What somebody has after some steps; nothing where they may not take one of them."""
        at = {who}
        for act in acts:
            at = {one for before in at for one in self._after(before, act)}
        return {(who, where, lane, right) for src, where, lane, right in self.has if src in at}

    def _after(self, who: str, act: str) -> set[str]:
        if act.startswith("tagging a device "):
            tag = act.removeprefix("tagging a device ")
            return {tag} if who in self._named(self._policy["tagOwners"][tag]) else set()
        if act.startswith("logging in to "):
            tag = act.removeprefix("logging in to ").removesuffix(" over SSH")
            return {tag} if any(fact[:2] == (who, tag) for fact in self.logins) else set()
        routes = act.removeprefix("having ").removesuffix(" approved").split(" or ")
        return {
            inside
            for route in routes
            if who in self._named(self._approvers(route))
            for inside in self._inside(route)
        }

    def _approvers(self, route: str) -> list[str]:
        return list(self._policy["autoApprovers"]["routes"].get(route, []))

    def _named(self, owners: list[str]) -> Iterator[str]:
        for thing in self._world.sources:
            if isinstance(thing, Device) and any(
                is_device(self._policy, self._world, one, thing) for one in owners
            ):
                yield thing.name

    def _inside(self, route: str) -> set[str]:
        network = ip_network(route)
        addresses = (one.name for one in self._world.sources if isinstance(one, Address) and not one.routed)
        return {name for name in addresses if ip_address(name) in network}


def is_of(fact: Fact, row: Row) -> bool:
    """Whether a fact is what a witness has: in some family, where none is said, and some parameters."""
    _, _, lane, right = fact
    assert row.witness is not None
    said = row.witness.right
    if lane is not row.leads_to or not isinstance(right, tuple | str):
        return False
    if lane is Lane.NETWORK:
        name, _, port = said.partition(" ")[0].partition(":")
        is_family = "IPv" not in said or f"IPv{right[0]}" in said
        return is_family and right[1:] == (PROTOCOLS[name], int(port))
    if lane is Lane.APPLICATION:
        return right[0].endswith(f"/{said.partition(':')[0]}")
    return right == (UNNAMED if said.startswith(OTHER_ACCOUNTS) else said)


@some
@given(pairs(), approved, approved)
def test_it_is_possible_by_the_step_in_one_version_only(
    pair: tuple[Json, Json], before: Json, after: Json
) -> None:
    routed = {"src": list(ROUTES), "dst": ["tag:db"], "ip": ["tcp:8443"]}
    old, new = (
        policy | {"grants": [*policy["grants"], routed], "autoApprovers": {"routes": routes}}
        for policy, routes in zip(pair, (before, after), strict=True)
    )
    world = world_of(old, new)
    world = world._replace(ports=tuple(sorted({*world.ports, 22})))
    sides = [Stepping(policy, world, probes((old, new))) for policy in (old, new)]
    for row in (row for row in diff(old, new).rows if row.lane is Lane.LATENT):
        there, here = sides if row.change is Change.GAINED else sides[::-1]
        assert row.witness is not None
        acts = (row.after or row.before).removeprefix("by ").split(", then ")
        found = {
            fact
            for src, dst in ends(row.witness, world)
            for fact in here.gets(src.name, acts)
            if fact[1] == dst.name and is_of(fact, row)
        }
        assert found - here.has - there.has - there.could(), row


@pytest.mark.parametrize(
    ("lane", "right"),
    [(Lane.NETWORK, "tcp:22"), (Lane.APPLICATION, "secrets: get on prod/*"), (Lane.SSH, "root")],
)
def test_it_is_a_person_and_what_they_could_do(lane: Lane, right: str) -> None:
    (row,) = rows_of(own_more, lane)
    assert row.witness is not None
    where = "tag:vault" if lane is Lane.APPLICATION else "tag:prod"
    assert row.witness[:3] == ("ada@example.com", where, right)


def test_what_only_binds_the_users_of_an_application_is_no_witness() -> None:
    base = VAULT | {
        "grants": [
            {
                "src": ["tag:ops"],
                "dst": ["tag:prod"],
                "app": {
                    "tailscale.com/cap/kubernetes": [
                        {"recorder": ["tag:vault"], "enforceRecorder": True},
                        {"impersonate": {"groups": ["system:masters"]}},
                    ]
                },
            }
        ]
    }
    (row,) = rows_of(own_more, Lane.APPLICATION, base)
    assert row.witness is not None
    assert row.witness.right == "kubernetes: impersonate system:masters"
