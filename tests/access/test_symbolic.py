"""Without a device list: what each selector stands for, and what a rule gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.asking_boxes import compiled, conditions, grant, said, words

NAMED = {"alice@example.com", "bob@example.com"}
OTHERS = "members that the policy does not name"
MEMBERS = {*NAMED, OTHERS}
TAGGED = {"tag:web", "tag:db", "devices with any other tag"}
GUESTS = "users of other tailnets with whom a device is shared"
BEHIND = "hosts behind approved subnet routes"
ADMINS = {"whoever has the role autogroup:admin", "whoever has the role autogroup:owner"}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("alice@example.com", {"alice@example.com"}),
        ("nobody-else-names@example.com", {"nobody-else-names@example.com"}),
        ("group:infra", NAMED),
        ("group:unheard-of", {"whoever is in group:unheard-of"}),
        ("tag:web", {"tag:web"}),
        ("tag:undeclared", set()),
        ("autogroup:member", MEMBERS),
        ("autogroup:members", MEMBERS),
        ("autogroup:tagged", TAGGED),
        ("autogroup:admin", ADMINS),
        ("autogroup:auditor", {"whoever has the role autogroup:auditor"}),
        ("autogroup:shared", {GUESTS}),
        ("user:*@example.com", {*NAMED, "members @example.com that the policy does not name"}),
        ("user:*@example.org", {"members @example.org that the policy does not name"}),
        ("printer", {"addresses v4"}),
        ("no-such-host", set()),
        ("10.1.2.3", {"addresses v4"}),
        ("*", {*MEMBERS, *TAGGED, GUESTS, BEHIND, "addresses v4"}),
    ],
)
def test_what_a_source_stands_for(selector: str, expected: set[str]) -> None:
    assert said(grant(selector, "tag:db")).sources == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("alice@example.com", {"alice@example.com"}),
        ("tag:web", {"tag:web"}),
        ("svc:wiki", {"svc:wiki"}),
        ("autogroup:internet", {"addresses v4"}),
        ("autogroup:tagged", TAGGED),
        ("*", {*MEMBERS, *TAGGED, "addresses v4"}),
    ],
)
def test_what_a_destination_stands_for(selector: str, expected: set[str]) -> None:
    assert said(grant("tag:db", selector)).destinations == expected


def test_own_devices_are_a_destination_of_their_own() -> None:
    assert said(grant("group:infra", "autogroup:self")).destinations == {"their own devices"}
    assert "their own devices" in said(grant("autogroup:member", "autogroup:member")).destinations
    assert "their own devices" not in said(grant("autogroup:member", "autogroup:tagged")).destinations


@pytest.mark.parametrize(
    ("cidr", "family", "expected"),
    [
        ("100.64.0.0/10", 4, {*MEMBERS, *TAGGED, GUESTS, "addresses v4"}),
        ("100.64.0.0/10", 6, set()),
        ("100.64.0.0/11", 4, {"addresses v4"}),
        ("fd7a:115c:a1e0::/48", 6, {*MEMBERS, *TAGGED, GUESTS, "addresses v6"}),
        ("fd7a:115c:a1e0::/48", 4, set()),
    ],
)
def test_a_range_that_holds_the_tailnet_holds_its_devices_in_that_family(
    cidr: str, family: int, expected: set[str]
) -> None:
    assert said(grant(cidr, "tag:db"), family).sources == expected


def test_without_access_sections_everything_is_open_and_an_empty_one_opens_nothing() -> None:
    everything = said({})
    assert {*MEMBERS, *TAGGED} < everything.sources
    assert {*MEMBERS, *TAGGED} < everything.destinations
    for empty in ({"grants": []}, {"acls": []}, {"grants": [], "acls": []}):
        assert compiled(empty).network == ()


def test_postures_are_alternatives_and_a_default_gives_way_to_a_rules_own() -> None:
    postures = {"posture:mac": ["node:os == 'macos'"], "posture:new": ["node:tsVersion >= '1.80'"]}
    both = {"postures": postures, "defaultSrcPosture": ["posture:mac"]}
    mac, new = "only if the device has node:os == 'macos'", "only if the device has node:tsVersion >= '1.80'"
    assert conditions({**both, **grant("tag:web", "tag:db")}) == {mac}
    assert conditions({**both, **grant("tag:web", "tag:db", srcPosture=["posture:new"])}) == {new}
    either = grant("tag:web", "tag:db", srcPosture=["posture:new", "posture:mac"])
    assert conditions({**both, **either}) == {mac, new}
    assert conditions({**both, **grant("tag:web", "tag:db", srcPosture=["posture:none"])}) == set()


def test_postures_do_not_bind_guests_and_hosts_behind_routes() -> None:
    postures = {"postures": {"posture:mac": ["node:os == 'macos'"]}}
    access = compiled({**postures, **grant("*", "tag:db", srcPosture=["posture:mac"])})
    free = [box for box in access.network if not box.alternative]
    assert frozenset().union(*(words(access, box.sources) for box in free)) == {GUESTS, BEHIND}


def test_via_reaches_addresses_through_the_router_and_no_device() -> None:
    through = grant("group:infra", "office", via=["tag:web"])
    assert said(through).destinations == {"addresses v4"}
    assert conditions(through) == {"only through tag:web"}
    assert compiled(grant("group:infra", "tag:db", via=["tag:web"])).network == ()


def test_an_action_other_than_accept_gives_nothing() -> None:
    rule = {"src": ["tag:web"], "dst": ["tag:db:*"]}
    assert compiled({"acls": [{**rule, "action": "deny"}]}).network == ()
    assert compiled({"acls": [{**rule, "action": "accept"}]}).network != ()


def test_application_capabilities_reach_devices_only() -> None:
    app: dict[str, Any] = {"app": {"example.com/cap/x": []}}
    access = compiled(grant("tag:web", "*", **app))
    assert words(access, access.application[0].destinations) >= {*MEMBERS, *TAGGED}
    assert compiled(grant("tag:web", "office", **app)).application == ()
    assert compiled(grant("tag:web", "office", via=["tag:db"], **app)).application == ()


def test_application_capabilities_pass_from_an_address_to_one_of_its_own_family() -> None:
    app: dict[str, Any] = {"app": {"example.com/cap/x": []}, "ip": None}
    assert compiled(grant("100.64.0.5", "fd7a:115c:a1e0::5", **app)).application == ()
    assert compiled(grant("100.64.0.0/10", "fd7a:115c:a1e0::5", **app)).application == ()
    both = grant("100.64.0.5", "100.64.0.6", **app)["grants"][0]
    both = {**both, "src": [*both["src"], "fd7a:115c:a1e0::5"], "dst": [*both["dst"], "fd7a:115c:a1e0::6"]}
    found = compiled({"grants": [both]})
    assert [(words(found, box.sources), words(found, box.destinations)) for box in found.application] == [
        ({"addresses v4"}, {"addresses v4"}),
        ({"addresses v6"}, {"addresses v6"}),
    ]


def test_people_with_the_same_groups_are_one_class_and_a_name_of_ones_own_splits_it() -> None:
    together = compiled(grant("group:infra", "tag:db")).universe
    assert together.login_bits["alice@example.com"] == together.login_bits["bob@example.com"]
    apart = compiled(grant("alice@example.com", "tag:db")).universe
    assert apart.login_bits["alice@example.com"] != apart.login_bits["bob@example.com"]
