"""What somebody could reach by an act that the policy allows, with the path in words."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Lane, Verdict

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]


def latent(found: AccessDiff) -> dict[str, str]:
    return {said(row): row.after or row.before for row in found.rows if row.lane is Lane.LATENT}


def test_an_owner_may_reach_what_the_tag_reaches() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].append("di@example.com"))
    assert latent(found) == {"+ di@example.com -> tag:db: tcp:5432": "by tagging a device tag:web"}
    assert found.verdict is Verdict.OTHER


def test_the_other_way_round_it_is_lost() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].clear())
    assert latent(found) == {"- group:dev -> tag:db: tcp:5432": "by tagging a device tag:web"}


def test_tags_that_own_tags_are_followed() -> None:
    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:ci"] = ["di@example.com"]
        policy["tagOwners"]["tag:web"] = ["group:dev", "tag:ci"]

    found = latent(edited(edit))
    assert (
        found["+ di@example.com -> tag:db: tcp:5432"]
        == "by tagging a device tag:ci, then tagging a device tag:web"
    )


def test_what_is_reached_anyway_is_left_out() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].append("group:ops"))
    assert latent(found) == {"+ group:ops -> tag:db: tcp:5432": "by tagging a device tag:web"}
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["group:ops"], "dst": ["*"], "ip": ["*"]})
    new = deepcopy(old)
    new["tagOwners"]["tag:web"].append("group:ops")
    assert latent(compare_policies(read(old), read(new))) == {}


def test_a_login_leads_on() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["di@example.com"], "dst": ["tag:web"], "ip": ["tcp:22"]})
        policy["ssh"].append(
            {"action": "accept", "src": ["di@example.com"], "dst": ["tag:web"], "users": ["root"]}
        )

    assert latent(edited(edit)) == {
        "+ di@example.com -> tag:db: tcp:5432": "by logging in to tag:web over SSH"
    }


def test_a_login_without_a_way_to_the_port_leads_nowhere() -> None:
    rule = {"action": "accept", "src": ["di@example.com"], "dst": ["tag:web"], "users": ["root"]}
    assert latent(edited(lambda p: p["ssh"].append(rule))) == {}


def test_a_route_that_is_approved_speaks_for_its_addresses() -> None:
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["10.1.2.0/24"], "dst": ["tag:db"], "ip": ["tcp:80"]})
    new = deepcopy(old)
    new["autoApprovers"]["routes"]["10.1.0.0/16"] = ["tag:ci", "di@example.com"]
    found = latent(compare_policies(read(old), read(new)))
    assert list(found.values()) == ["by having 10.1.0.0/16 approved"]
    assert all(key.startswith(f"{Change.GAINED.value} di@example.com -> tag:db: tcp:80") for key in found)


ROUTES = ("10.9.0.0/16", "fd00:9::/48")


def routed(*approved: str, **traffic: list[str]) -> Json:
    """A policy in which the addresses of two routes reach the database."""
    policy = deepcopy(POLICY)
    ports = {"10.9.0.0/16": ["tcp:8443"], "fd00:9::/48": ["tcp:8443"]} | {
        ROUTES[name == "six"]: said for name, said in traffic.items()
    }
    policy["grants"] += [{"src": [route], "dst": ["tag:db"], "ip": ports[route]} for route in ROUTES]
    policy["autoApprovers"]["routes"] |= {route: ["group:dev"] for route in approved}
    return policy


def test_routes_of_both_families_that_lead_to_the_same_are_told_once() -> None:
    old, new = read(routed()), read(routed(*ROUTES))
    found = compare_policies(old, new)
    (row,) = [row for row in found.rows if row.lane is Lane.LATENT]
    assert (said(row), row.after) == (
        "+ group:dev -> tag:db: tcp:8443",
        "by having 10.9.0.0/16 or fd00:9::/48 approved",
    )
    assert row.pairs == 1
    assert row.cause is not None
    assert row.cause.text == (
        'autoApprovers.routes["10.9.0.0/16"], autoApprovers.routes["fd00:9::/48"] added'
    )
    (lost,) = [row for row in compare_policies(new, old).rows if row.lane is Lane.LATENT]
    assert (lost.change, lost.before) == (Change.LOST, row.after)


def test_routes_that_lead_to_something_else_stay_apart() -> None:
    other = {"six": ["tcp:22"]}
    found = latent(compare_policies(read(routed(**other)), read(routed(*ROUTES, **other))))
    assert list(found.values()) == [f"by having {route} approved" for route in ROUTES]
    one = latent(compare_policies(read(routed()), read(routed(ROUTES[0]))))
    assert list(one.values()) == ["by having 10.9.0.0/16 approved"]


def test_the_step_that_leads_furthest_is_told_first_and_what_is_inside_it_not_again() -> None:
    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:ci"] = ["group:dev"]
        policy["grants"] += [
            {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:22"]},
            {"src": ["tag:ci"], "dst": ["*"], "ip": ["*"]},
        ]

    assert set(latent(edited(edit)).values()) == {"by tagging a device tag:ci"}


def test_the_edit_of_a_login_is_behind_what_it_leads_to() -> None:
    old: Json = {
        "tagOwners": {"tag:jump": [], "tag:db": []},
        "groups": {"group:dev": ["ada@example.com"]},
        "grants": [
            {"src": ["group:dev"], "dst": ["tag:jump"], "ip": ["tcp:22"]},
            {"src": ["tag:jump"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
        ],
        "ssh": [{"action": "check", "src": ["group:dev"], "dst": ["tag:jump"], "users": ["root"]}],
    }
    new = deepcopy(old)
    new["groups"] = {"group:dev": ["ada@example.com", "ben@example.com"]}
    found = compare_policies(read(old), read(new))
    (row,) = (row for row in found.rows if row.lane is Lane.LATENT)
    assert said(row) == "+ ben@example.com -> tag:db: tcp:5432"
    assert row.cause is not None
    assert row.cause.text == "ben@example.com joined group:dev"
