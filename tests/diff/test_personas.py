"""What two versions share of who may act as what, held against working it out for each of them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.diff import latent_rows as lane
from tailcli.diff.causes import Causes
from tailcli.diff.personas import Personas, personas_of
from tailcli.diff.sides import compile_sides
from tailcli.diff.usable_logins import BothLogins, Logins, both_logins
from tests.compare.stand_ins import read

from .test_latent_laws import PEOPLE, TAGS, few, pairs, some

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.diff.sides import Sides

Json = dict[str, Any]

ROUTES = ("10.9.0.0/16", "10.9.1.0/24", "fd00:9::/48", "100.64.0.7")
approvers = st.dictionaries(st.sampled_from(ROUTES), few((*PEOPLE, *TAGS), 0), max_size=3)


def unshared_logins(sides: Sides) -> BothLogins:
    return BothLogins(Logins(sides.old), Logins(sides.new), are_same=False)


@some
@given(pairs(), approvers, st.data())
def test_what_is_shared_makes_no_difference(
    pair: tuple[Json, Json], routes: Json, data: st.DataObject
) -> None:
    routed = {"src": list(ROUTES), "dst": ["tag:db"], "ip": ["*"]}
    old = pair[0] | {"grants": [*pair[0]["grants"], routed], "autoApprovers": {"routes": routes}}
    order = st.permutations([*pair[1]["grants"], routed])
    kept = st.just(routes) | st.permutations([*routes.items()]).map(dict)
    new = pair[1] | {"grants": data.draw(order), "autoApprovers": {"routes": data.draw(kept | approvers)}}
    sides = compile_sides(read(old), read(new), None)
    shared = lane.latent_rows(sides, Causes(sides))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lane, "both_logins", unshared_logins)
        assert lane.latent_rows(sides, Causes(sides)) == shared


POLICY: Json = {
    "groups": {"group:dev": ["ada@example.com"], "group:ops": ["ben@example.com"]},
    "tagOwners": {"tag:ops": ["group:ops"], "tag:db": []},
    "autoApprovers": {"routes": {"10.9.0.0/16": ["group:ops"], "10.8.0.0/16": ["group:ops"]}},
    "grants": [
        {"src": ["group:dev"], "dst": ["tag:ops"], "ip": ["tcp:443"]},
        {"src": ["tag:ops", "10.9.0.0/16", "10.8.0.0/16"], "dst": ["tag:db"], "ip": ["tcp:443"]},
    ],
    "ssh": [{"action": "accept", "src": ["group:dev"], "dst": ["tag:ops"], "users": ["root"]}],
}


def personas(edit: Callable[[Json], object]) -> tuple[Personas, Personas]:
    new = deepcopy(POLICY)
    edit(new)
    sides = compile_sides(read(POLICY), read(new), None)
    return personas_of(sides, both_logins(sides))


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p["grants"][0].update(ip=["tcp:8443"]),
        lambda p: p["grants"].reverse(),
        lambda p: p["ssh"][0].update(action="check"),
        lambda p: p["tagOwners"].update({"tag:ops": ["ben@example.com"]}),
    ],
    ids=["another port", "another order", "other terms", "the same owner"],
)
def test_both_versions_share_them_where_the_same_may_act_as_the_same(edit: Callable[[Json], object]) -> None:
    old, new = personas(edit)
    assert old is new


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p["grants"][0].update(ip=["tcp:22"]),
        lambda p: p["ssh"][0].update(src=["group:ops"]),
        lambda p: p["tagOwners"].update({"tag:db": ["group:dev"]}),
        lambda p: p["autoApprovers"]["routes"].update({"10.8.0.0/16": ["group:dev"]}),
        lambda p: p["autoApprovers"].update(routes=dict([*p["autoApprovers"]["routes"].items()][::-1])),
    ],
    ids=["the port of SSH", "another who logs in", "an owner", "an approver", "another order of routes"],
)
def test_where_anything_of_it_changed_each_has_its_own(edit: Callable[[Json], object]) -> None:
    old, new = personas(edit)
    assert old is not new


def test_the_last_of_several_lines_for_a_route_holds() -> None:
    policy = deepcopy(POLICY)
    policy["autoApprovers"]["routes"][" 10.9.0.0/16"] = ["group:dev"]
    access = compile_sides(read(policy), read(policy), None).new
    found = Personas(access, Logins(access))
    assert [way.who for way in found.ways("10.9.0.0/16")] == [access.access.resolver.people("group:dev")]
