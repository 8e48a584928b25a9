from __future__ import annotations

import pytest

from tailcli.policy.check import server_verdict
from tests.policy.check.reading import Row, policy_of, problems_of, rows_of


def test_groups_hold_logins_and_nothing_else() -> None:
    data = {
        "groups": {"eng": [], "group:a": ["alice@example.com", "tag:web", "group:b", "bob"], "group:b": []}
    }
    assert rows_of(data) == [
        Row("group-name", "eng", None),
        Row("group-member", "tag:web", None),
        Row("nested-group", "group:b", 'groups["group:a"]: "group:b": group members cannot be recursive'),
        Row("group-member", "bob", None),
    ]


def test_a_member_with_an_at_sign_need_not_be_a_user() -> None:
    data = {"groups": {"group:a": ["user:*@example.com", "group:b@example.com", "user:carol@example.com"]}}
    assert [(row.kind, row.blamed) for row in rows_of(data)] == [
        ("group-member", "user:*@example.com"),
        ("nested-group", "group:b@example.com"),
    ]


@pytest.mark.parametrize(
    ("groups", "server"),
    [
        ({"group:a": ["group:b"], "group:b": ["group:a"]}, 'groups["group:b"]: "group:a"'),
        ({"group:a": ["group:b"], "group:b": ["group:c"], "group:c": []}, 'groups["group:b"]: "group:c"'),
        ({"group:a": ["group:a"]}, 'groups["group:a"]: "group:a"'),
    ],
)
def test_of_nested_groups_the_server_names_the_deepest(groups: dict[str, list[str]], server: str) -> None:
    verdict = server_verdict(policy_of({"groups": groups}))
    assert verdict is not None
    assert verdict.server == f"{server}: group members cannot be recursive"


def test_a_chain_of_groups_may_be_as_long_as_the_file() -> None:
    groups = {f"group:{number}": [f"group:{number + 1}"] for number in range(5000)}
    assert len(problems_of({"groups": groups})) == 5000


def test_tags_and_their_owners() -> None:
    owners = [
        "alice@example.com",
        "group:eng",
        "tag:b",
        "autogroup:admin",
        "*",
        "autogroup:internet",
        "tag:c",
    ]
    data = {"groups": {"group:eng": []}, "tagOwners": {"tag:1": [], "tag:b": owners}}
    assert rows_of(data) == [
        Row("tag-name", "1", "tagOwners[\"tag:1\"]: tag names must start with a letter, after 'tag:'"),
        Row("selector-position", "*", None),
        Row("autogroup-position", "autogroup:internet", None),
        Row("undefined-tag", "tag:c", None),
    ]


def test_hosts() -> None:
    data = {"hosts": {"db@home": "10.0.0.1", "range": "10.0.0.1-10.0.0.2", "fine": "10.0.0.5/24"}}
    server = 'host names cannot include an @, please change the name for "db@home"'
    assert rows_of(data) == [
        Row("host-name", "@", server),
        Row("host-address", "10.0.0.1-10.0.0.2", None),
    ]


def test_ipsets() -> None:
    data = {
        "hosts": {"db": "10.0.0.1"},
        "ipsets": {
            "prod": [],
            "ipset:a": ["add 10.0.0.0/8", "remove host:db", "10.1.0.0/16", "tag:web", "host:bd", "ipset:z"],
        },
    }
    assert rows_of(data) == [
        Row("ipset-name", "prod", None),
        Row("ipset-entry", "10.1.0.0/16", None),
        Row("ipset-entry", "tag:web", None),
        Row("ipset-entry", "host:bd", None),
        Row("undefined-host", "bd", None),
        Row("undefined-ipset", "ipset:z", None),
        Row("ipset-entry", "ipset:z", None),
    ]


def test_the_entries_of_a_cycle_are_named_and_those_that_lead_to_it_are_not() -> None:
    sets = {
        "ipset:a": ["ipset:b"],
        "ipset:b": ["ipset:c"],
        "ipset:c": ["ipset:b"],
        "ipset:d": ["add ipset:d"],
    }
    assert rows_of({"ipsets": sets}) == [
        Row("ipset-cycle", "ipset:c", None),
        Row("ipset-cycle", "ipset:b", None),
        Row("ipset-cycle", "ipset:d", None),
    ]


def test_a_long_chain_of_ipsets_is_no_cycle() -> None:
    sets = {f"ipset:{number}": [f"ipset:{number + 1}"] for number in range(5000)}
    assert rows_of({"ipsets": {**sets, "ipset:5000": []}}) == []


@pytest.mark.parametrize(
    ("assertion", "blamed"),
    [
        ("node:os == 'macos'", None),
        ("custom:anything == 1", None),
        ("kolide:somethingNew == true", None),
        ("node:tsVersion >= '1.80'", None),
        ("ip:country == 'ipset:offices'", None),
        ("node:oss == 'macos'", "node:oss"),
        ("nod:os == 'macos'", "nod"),
        ("node:os == 'MacOS'", "node:os"),
        ("node:os > 'linux'", "node:os"),
        ("node:tsVersion >= 1.8", "node:tsVersion"),
        ("node:tsAutoUpdate == 'yes'", "node:tsAutoUpdate"),
        ("node:os = 'linux'", "="),
    ],
)
def test_assertions_of_postures(assertion: str, blamed: str | None) -> None:
    expected = [] if blamed is None else [Row("posture-assertion", blamed, None)]
    assert rows_of({"postures": {"posture:a": [assertion]}}) == expected


def test_names_of_postures() -> None:
    data = {
        "postures": {"posture:managed": []},
        "defaultSrcPosture": ["posture:managd"],
        "grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"], "srcPosture": ["posture:managed", "managed"]}],
    }
    problems = problems_of(data)
    assert [problem.kind.value for problem in problems] == ["undefined-posture", "posture-name"]
    assert problems[0].allowed == ("posture:managed",)


def test_both_spellings_of_member_in_one_file() -> None:
    rule = {"action": "accept", "src": ["autogroup:members"], "dst": ["autogroup:member:*"]}
    assert rows_of({"acls": [rule]}) == [Row("member-spellings", "autogroup:members", None)]
    assert rows_of({"acls": [{**rule, "src": ["autogroup:member"]}]}) == []


def test_auto_approvers() -> None:
    data = {
        "tagOwners": {"tag:router": []},
        "autoApprovers": {
            "routes": {
                "10.0.0.0/8": ["tag:router", "tag:rooter"],
                "10.0.0.1": [],
                "lan": ["*"],
                "0.0.0.0/0": [],
            },
            "exitNode": ["autogroup:member", "autogroup:self"],
            "services": {"svc:db": ["tag:router"], "tag:router": [], "db": []},
        },
    }
    server = "\"db\" is not a valid service name: must start with 'svc:'"
    assert rows_of(data) == [
        Row("undefined-tag", "tag:rooter", None),
        Row("route", "10.0.0.1", None),
        Row("route", "lan", None),
        Row("selector-position", "*", None),
        Row("autogroup-position", "autogroup:self", None),
        Row("service-name", "db", server),
    ]


def test_node_attributes() -> None:
    data = {
        "tagOwners": {"tag:web": []},
        "nodeAttrs": [
            {"target": ["*", "tag:web", "10.0.0.1", "autogroup:owner"], "attr": ["anything"]},
            {"target": ["tag:webb", "%bogus%", "autogroup:self"], "attr": ["funnel"]},
            {
                "target": ["*"],
                "ipPool": ["100.100.100.0/24", "100.115.92.0/30", "10.0.0.0/8", "100.81.0.0/16", "x"],
            },
        ],
    }
    assert rows_of(data) == [
        Row("undefined-tag", "tag:webb", 'tag not found: "tag:webb"'),
        Row("undefined-host", "%bogus%", '"%bogus%": invalid address'),
        Row("autogroup-position", "autogroup:self", "internal server error"),
        Row("ip-pool", "100.100.100.0/24", "IPPool(100.100.100.0/24): network within reserved range"),
        Row("ip-pool", "100.115.92.0/30", None),
        Row("ip-pool", "10.0.0.0/8", None),
        Row("ip-pool", "x", None),
    ]


def test_the_connectors_of_an_app_are_tags() -> None:
    app = {
        "name": "git",
        "connectors": ["tag:conn", "*", "group:eng", "tag:con"],
        "domains": ["git.example.com"],
    }
    data = {
        "tagOwners": {"tag:conn": []},
        "nodeAttrs": [{"target": ["*"], "app": {"tailscale.com/app-connectors": [app]}}],
    }
    server = 'tailscale.com/app-connectors: connector ("{}") must be a tag'
    assert rows_of(data) == [
        Row("app-connector", "*", server.format("*")),
        Row("app-connector", "group:eng", server.format("group:eng")),
        Row("undefined-tag", "tag:con", None),
    ]
