"""Entries of lists, and ports, that are said twice; rules and groups without effect; unused names."""

from __future__ import annotations

import pytest

from tailcli.findings.model import Applicability
from tests.lint.linting import acl, fixed, grant, places, policy_text, reports_of

NAMES = {
    "groups": {"group:dev": ["alice@example.com", "bob@example.com"], "group:none": []},
    "tagOwners": {"tag:web": [], "tag:db": []},
    "hosts": {"lan": "192.0.2.0/24", "nas": "192.0.2.7"},
    "ipsets": {"ipset:none": []},
}


def policy(*grants: object, **more: object) -> str:
    return policy_text(**{**NAMES, **more}, grants=list(grants))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (grant("group:dev alice@example.com", "tag:web"), ['"alice@example.com"']),
        (grant("alice@example.com bob@example.com group:dev", "tag:web"), ['"group:dev"']),
        (
            grant("autogroup:member autogroup:admin group:dev", "tag:web"),
            ['"group:dev"', '"autogroup:admin"'],
        ),
        (grant("tag:web tag:web", "tag:db"), ['"tag:web"']),
        (grant("* autogroup:shared tag:web", "tag:db"), ['"tag:web"', '"autogroup:shared"']),
        (grant("* 10.0.0.0/8", "tag:db"), []),
        (grant("autogroup:member alice@example.com", "tag:db"), []),
        (grant("* alice@example.com", "tag:db"), ['"alice@example.com"']),
        (grant("group:dev group:none", "tag:db"), []),
        (grant("tag:web", "lan nas tag:db"), ['"nas"']),
        (grant("tag:web", "* autogroup:internet"), ['"autogroup:internet"']),
        (grant("group:dev", "autogroup:self autogroup:member"), ['"autogroup:self"']),
        (grant("group:dev", "autogroup:self tag:db"), []),
        (grant("tag:web", "100.64.0.0/10 tag:db"), []),
        (grant("tag:web", "100.64.0.0/10 tag:db fd7a:115c:a1e0::/48"), ['"tag:db"']),
    ],
)
def test_entries_that_others_cover(rule: dict[str, object], expected: list[str]) -> None:
    text = policy(rule)
    assert places("TP321", text) == expected
    assert places("TP321", fixed("TP321", text)) == []


def test_destinations_of_acls_are_compared_port_by_port() -> None:
    text = policy(acls=[acl("tag:web", "lan:443 nas:443 nas:22 tag:db:* tag:db:*")])
    assert sorted(places("TP321", text)) == ['"nas:443"', '"tag:db:*"']


def test_sources_of_ssh_rules() -> None:
    rule = {"action": "accept", "src": ["group:dev", "bob@example.com"], "dst": ["tag:web"], "users": ["a"]}
    assert places("TP321", policy(ssh=[rule])) == ['"bob@example.com"']


def test_where_something_is_wrong_the_fix_is_not_safe() -> None:
    (report,) = reports_of("TP321", policy(grant("tag:web tag:web tag:nope", "tag:db")))
    assert report.fix is not None
    assert report.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        (["443", "1-65535"], ['"443"']),
        (["443", "tcp:443", "udp:443"], ['"udp:443"', '"tcp:443"']),
        (["tcp:443", "443"], ['"tcp:443"']),
        (["1-10", "11-20", "5-15"], ['"5-15"']),
        (["tcp:443", "udp:443", "53"], []),
        (["*", "sctp:80"], []),
        (["22", "bad"], []),
    ],
)
def test_ports_that_are_opened_twice(ports: list[str], expected: list[str]) -> None:
    assert places("TP323", policy(grant("tag:web", "tag:db", *ports))) == expected


def test_ports_of_an_acl_destination() -> None:
    text = policy(acls=[acl("tag:web", "tag:db:443,80,443 lan:1-10,20 nas:5,1-10")])
    assert places("TP323", text) == ['"tag:db:443,80,443"', '"nas:5,1-10"']
    assert '"tag:db:443,80"' in fixed("TP323", text)
    assert '"nas:1-10"' in fixed("TP323", text)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (grant("group:none", "tag:web"), '"group:none" stands for nobody'),
        (grant("tag:web", "ipset:none group:none"), '"ipset:none", "group:none" stand for nothing'),
        (grant("group:dev", "autogroup:self"), None),
        (grant("group:synced@example.com", "tag:web"), None),
        (grant("nobody@example.com", "tag:web"), None),
        (grant("group:undefined", "tag:web"), None),
        ({"src": [], "dst": ["tag:web"], "ip": ["*"]}, None),
    ],
)
def test_rules_without_effect(rule: dict[str, object], expected: str | None) -> None:
    messages = [report.message for report in reports_of("TP307", policy(rule))]
    assert messages == ([] if expected is None else [f"grants[0] gives nothing: {expected}"])


def test_an_empty_group_matters_where_it_is_used() -> None:
    assert places("TP319", policy(grant("tag:web", "tag:db"))) == []
    assert places("TP319", policy(grant("group:none", "tag:db"))) == ['"group:none"']


@pytest.mark.parametrize(
    ("code", "definitions", "use", "unused"),
    [
        ("TP311", {"groups": {"group:a": [], "group:b": []}}, grant("group:a", "*"), '"group:b"'),
        ("TP312", {"tagOwners": {"tag:a": [], "tag:b": ["tag:b"]}}, grant("tag:a", "*"), '"tag:b"'),
        ("TP313", {"hosts": {"a": "192.0.2.1", "b": "192.0.2.2"}}, grant("*", "a"), '"b"'),
        ("TP314", {"ipsets": {"ipset:a": [], "ipset:b": []}}, grant("*", "ipset:a"), '"ipset:b"'),
        (
            "TP315",
            {"postures": {"posture:a": [], "posture:b": []}},
            grant("*", "*", srcPosture=["posture:a"]),
            '"posture:b"',
        ),
    ],
)
def test_unused_names(code: str, definitions: dict[str, object], use: object, unused: str) -> None:
    text = policy_text(**definitions, grants=[use])
    assert places(code, text) == [unused]
    assert places(code, fixed(code, text)) == []
    assert places(code, policy_text(**definitions, nodeAttrs=[])) == []


def test_tags_that_a_program_gives_need_no_rule() -> None:
    tags = {"tag:operator": [], "tag:started": ["tag:operator"], "tag:own": ["tag:own"]}
    assert places("TP312", policy_text(tagOwners=tags, grants=[])) == ['"tag:own"']


def test_a_tag_is_used_by_whatever_names_it() -> None:
    tags = {f"tag:{name}": [] for name in ("route", "attr", "via", "record", "test")}
    text = policy_text(
        tagOwners={**tags, "tag:owner": [], "tag:owned": ["tag:owner"]},
        grants=[grant("tag:owned", "192.0.2.0/24", via=["tag:via"])],
        autoApprovers={"routes": {"192.0.2.0/24": ["tag:route"]}},
        nodeAttrs=[{"target": ["tag:attr"], "attr": ["funnel"]}],
        ssh=[{"action": "accept", "src": ["a@b"], "dst": ["tag:owned"], "recorder": ["tag:record"]}],
        tests=[{"src": "tag:test", "deny": ["tag:owned:22"]}],
    )
    assert places("TP312", text) == []
