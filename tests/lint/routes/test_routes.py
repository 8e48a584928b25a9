"""Routes, approvers, exit nodes and relay servers beyond the examples of the manual pages."""

from __future__ import annotations

import pytest

from tests.lint.linting import acl, grant, places, policy_text, reports_of

TAGS: dict[str, list[str]] = {"tag:a": [], "tag:b": []}


def text_of(routes: dict[str, list[str]], **sections: object) -> str:
    return policy_text(tagOwners=TAGS, autoApprovers={"routes": routes}, **sections)


@pytest.mark.parametrize("destination", ["10.0.0.7", "10.0.0.0/16", "lan", "ipset:lan", "*"])
def test_a_route_is_used_by_any_rule_with_an_address_in_it(destination: str) -> None:
    text = text_of(
        {"10.0.0.0/24": ["tag:a"]},
        hosts={"lan": "10.0.0.0/25"},
        ipsets={"ipset:lan": ["10.0.0.1-10.0.0.9"]},
        grants=[grant("autogroup:member", destination)],
    )
    assert places("TP640", text) == []


@pytest.mark.parametrize("destination", ["10.0.1.0/24", "tag:a", "autogroup:internet", "fd00::/8"])
def test_a_route_is_not_used_by_rules_for_other_places(destination: str) -> None:
    text = text_of({"10.0.0.0/24": ["tag:a"]}, grants=[grant("autogroup:member", destination)])
    assert places("TP640", text) == ['"10.0.0.0/24"']


def test_a_grant_through_a_router_uses_the_route() -> None:
    text = text_of(
        {"10.0.0.0/24": ["tag:a"]}, grants=[grant("autogroup:member", "10.0.0.0/24", via=["tag:a"])]
    )
    assert places("TP640", text) == []


def test_access_needs_a_route_only_outside_the_tailnet_and_the_internet() -> None:
    rules = [acl("*", "10.1.0.0/16:* 100.64.0.1:* 8.8.8.8:* tag:a:* 10.1.0.0/16:443 10.0.0.0/8:*")]
    assert places("TP645", text_of({"10.0.0.0/24": ["tag:a"]}, acls=rules)) == ['"10.1.0.0/16:*"']
    assert places("TP645", policy_text(tagOwners=TAGS, acls=rules)) == []


class TestHijack:
    wide, narrow = "10.0.0.0/8", "10.1.0.0/16"

    def hijacks(self, wide: list[str], narrow: list[str], destination: str = "10.1.0.0/24") -> list[str]:
        text = text_of({self.narrow: narrow, self.wide: wide}, grants=[grant("*", destination)])
        return places("TP630", text)

    def test_strangers_among_the_approvers_of_the_wide_one(self) -> None:
        assert self.hijacks(["tag:a"], ["tag:b"]) == ['"10.0.0.0/8"']
        assert self.hijacks(["tag:a", "tag:b"], ["tag:b"]) == ['"10.0.0.0/8"']

    def test_the_same_approvers_are_no_strangers(self) -> None:
        assert self.hijacks(["tag:b"], ["tag:a", "tag:b"]) == []
        assert self.hijacks(["tag:a"], []) == []

    def test_nobody_is_led_astray_where_nobody_goes(self) -> None:
        assert self.hijacks(["tag:a"], ["tag:b"], "10.2.0.0/16") == []

    def test_a_default_route_is_told_elsewhere(self) -> None:
        text = text_of({"0.0.0.0/0": ["tag:a"], "10.0.0.0/8": ["tag:b"]}, grants=[grant("*", "*")])
        assert places("TP630", text) == []
        assert places("TP610", text) == ['"0.0.0.0/0"']


def test_connectors_of_an_app_may_have_every_route() -> None:
    app = {
        "tailscale.com/app-connectors": [{"name": "x", "connectors": ["tag:a"], "domains": ["x.example.com"]}]
    }
    attrs = [{"target": ["*"], "app": app}]
    assert places("TP610", text_of({"0.0.0.0/0": ["tag:a"]}, nodeAttrs=attrs)) == []
    assert places("TP610", text_of({"0.0.0.0/0": ["tag:a", "tag:b"]}, nodeAttrs=attrs)) == ['"0.0.0.0/0"']


def test_two_spellings_of_one_network() -> None:
    text = text_of({"10.0.0.0/24": ["tag:a"], "10.0.0.9/24": ["tag:b"], "10.0.0.0/25": ["tag:a"]})
    (report,) = reports_of("TP605", text)
    assert "10.0.0.9/24" in report.message
    assert report.fix is None


@pytest.mark.parametrize("destination", ["autogroup:internet", "*"])
def test_exit_nodes_with_users(destination: str) -> None:
    sections = {"autoApprovers": {"exitNode": ["tag:a"]}, "tagOwners": TAGS}
    assert places("TP650", policy_text(**sections, grants=[grant("*", destination)])) == []
    assert places("TP650", policy_text(**sections, grants=[grant("*", "8.8.8.8")])) == ['"exitNode"']


def test_relay_servers_are_read_in_any_case() -> None:
    node = {"name": "900a", "regionid": 901, "hostname": "derp.example.com", "insecurefortests": True}
    text = policy_text(derpMap={"regions": {"900": {"regionid": 900, "nodes": [node]}, "1": None}})
    assert places("TP661", text) == ["901"]
    assert places("TP662", text) == ['"insecurefortests"']
    only_removed = policy_text(derpMap={"omitDefaultRegions": True, "Regions": {"1": None}})
    assert places("TP660", only_removed) == ['"omitDefaultRegions"']
