"""How the plain evaluator reads what people write: files, capability parameters and posture assertions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from .lanes import COMPANIONS
from .meaning import ANYTHING, points, probes
from .postures import ensures
from .reach import capability_reach, ssh_reach
from .real import plain, renamed
from .symbolic import symbolic_world
from .tables import capability_table, ssh_table
from .vocabulary import policies

RULE = '{"action": "accept", "src": ["a@example.com"], "dst": ["tag:db:22"]}'
ACL = '{"acls": [' + RULE + '], "tagOwners": {"tag:db": []}}'
SECRETS = "tailscale.com/cap/secrets"


@pytest.mark.parametrize(
    "text",
    [
        ACL.replace('"acls"', '"ACLs"').replace('"action"', '"Action"'),
        ACL.replace('"src"', '"users"').replace('"dst"', '"Ports"'),
        "// no // comment\n" + ACL.replace("]}}", "],/* , */},}"),
        ACL.replace('{"acls"', '{"acls": [], "acls"'),
        ACL.replace('"tag:db:22"', '"tag:db:22", "tag:gone:22", "tag:db", "tag:db:ssh", "tag:db:9-1"'),
        ACL.replace('"a@example.com"', '" a@example.com ", "tag:gone", 7'),
    ],
)
def test_what_does_not_matter_is_not_seen(text: str) -> None:
    assert plain(text)["acls"] == plain(ACL)["acls"] != []


def test_comments_within_texts_are_none() -> None:
    assert plain('{"hosts": {"a": "10.0.0.1 // no", "b": "/* no */,]"}}')["hosts"] == {
        "a": "10.0.0.1 // no",
        "b": "/* no */,]",
    }


def test_an_ssh_rule_is_read_by_meaning() -> None:
    rule = '{"ssh": [{"action": "check ", "users": ["root"], "checkPeriod": "%s", "acceptEnv": %s}]}'
    assert plain(rule % ("12h", '["A", "B"]')) == plain(rule % ("720m", '["B", "A", "B"]'))
    assert plain(rule % ("nonsense", "[]")) == plain(rule % ("12h", "[]")) != plain(rule % ("1h", "[]"))


def test_a_name_is_renamed_where_it_stands_alone() -> None:
    policy: dict[str, Any] = {
        "hosts": {"db": "10.0.0.1", "db-2": "10.0.0.2"},
        "acls": [{"dst": ["db:22", "db-2:22", "tag:db:22"], "src": ["x@db"]}],
        "ipsets": {"ipset:db": ["add host:db"]},
    }
    assert renamed(policy, "db", "store") == {
        "hosts": {"store": "10.0.0.1", "db-2": "10.0.0.2"},
        "acls": [{"dst": ["store:22", "db-2:22", "tag:db:22"], "src": ["x@db"]}],
        "ipsets": {"ipset:db": ["add host:store"]},
    }


@pytest.mark.parametrize(
    ("name", "wide", "narrow"),
    [
        (SECRETS, {"action": ["get"], "secret": ["derp/*"]}, {"action": ["get"], "secret": ["derp/key"]}),
        (SECRETS, {"action": ["get"], "secret": ["*/key"]}, {"action": ["get"], "secret": ["derp/*/key"]}),
        ("tailscale.com/cap/drive", {"shares": ["*"], "access": "rw"}, {"shares": ["docs"]}),
        ("tailscale.com/cap/webui", {"canEdit": ["*"]}, {"canEdit": ["SSH"]}),
        ("tailscale.com/cap/proxy-to-grafana", {"role": "editor"}, {"role": "viewer"}),
        ("tailscale.com/cap/golink", {"admin": True}, {"admin": "yes"}),
        (
            "tailscale.com/cap/kubernetes",
            {"impersonate": {"groups": ["a", "b"]}},
            {"impersonate": {"groups": ["a"]}},
        ),
        ("example.com/cap/any", {"level": 3}, {}),
        ("tailscale.com/cap/tsidp", {"allow_dcr": True, "users": ["*"]}, {"users": ["*"]}),
        ("tailscale.com/cap/tsidp", {"allow_admin_ui": True}, {"allow_dcr": False}),
    ],
)
def test_which_parameters_permit_more(name: str, wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    asked = probes([{"grants": [{"app": {name: [value]}}]} for value in (wide, narrow)])
    assert points(name, [narrow], asked) < points(name, [wide], asked)
    assert ANYTHING in asked


@pytest.mark.parametrize(
    ("strict", "loose"),
    [
        ("node:tsVersion >= '1.10'", "node:tsVersion >= '1.9'"),
        ("node:osVersion == '15.3.2'", "node:osVersion >= '15.3.2'"),
        ("node:os == 'macos'", "node:os IN ['macos', 'linux']"),
        ("node:os in ['macos', 'linux']", "node:os != 'windows'"),
        ("falcon:ztaScore > 70", "falcon:ztaScore >= 60.5"),
        ("custom:a == 1", "custom:a IS SET"),
    ],
)
def test_which_assertions_ask_for_less(strict: str, loose: str) -> None:
    assert ensures(frozenset({strict, "ip:country == 'NL'"}), frozenset({loose}))
    assert not ensures(frozenset({loose, "ip:country == 'NL'"}), frozenset({strict}))
    assert ensures(frozenset({"node:tsAutoUpdate"}), frozenset({"node:tsAutoUpdate == true"}))
    assert not ensures(frozenset({"via:tag:a"}), frozenset({"via:tag:b"}))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policies())
def test_tables_hold_what_asking_one_by_one_finds(policy: dict[str, Any]) -> None:
    world = symbolic_world(policy, policy)
    logins = {
        (*pair, login): way for pair, by in ssh_table(policy, world).items() for login, way in by.items()
    }
    assert logins == ssh_reach(policy, world)
    table = capability_table(policy, world, probes([policy]))
    named = {(src, dst, name) for src, dst, name, _, ways in capability_reach(policy, world) if ways}
    assert {(*pair, name) for pair, permitted in table.items() for name, _ in permitted} == {
        key for key in named if key[2] not in COMPANIONS.values()
    }
