"""What must hold for every policy and every device list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.concrete.compile import Compiled, compile_nodes
from tailcli.access.concrete.gaps import Missing
from tailcli.access.concrete.wire import filter_rule_json, ssh_rule_json
from tailcli.access.inventory import Device, Inventory
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.access.concrete.test_against_oracle import engine
from tests.oracle.generate import policies, worlds

if TYPE_CHECKING:
    from tests.oracle.world import World

Policy = dict[str, Any]

some = settings() if settings().max_examples > 1000 else settings(max_examples=60)

WORDS = st.sampled_from(
    [
        "*",
        "tag:web",
        "group:eng",
        "autogroup:self",
        "autogroup:internet",
        "alice@example.com",
        "10.0.0.0/8",
        "100.64.0.1",
        "fd7a:115c:a1e0::/48",
        "ipset:lab",
        "svc:x",
        "posture:p",
        "accept",
        "check",
        "tcp:80",
        "22",
        "tag:web:22",
        "*:*",
        "localpart:*@example.com",
        "root",
        "",
        " ",
        "::/0",
        "0.0.0.0/0",
        "node:os == 'linux'",
        "add 10.0.0.0/8",
        "remove ipset:lab",
        "1-70000",
    ]
)
KEYS = st.sampled_from(
    [
        "grants",
        "acls",
        "ssh",
        "groups",
        "hosts",
        "ipsets",
        "postures",
        "nodeAttrs",
        "autoApprovers",
        "routes",
        "exitNode",
        "src",
        "dst",
        "ip",
        "app",
        "via",
        "srcPosture",
        "action",
        "users",
        "target",
        "attr",
        "proto",
        "defaultSrcPosture",
        "randomizeClientPort",
        "group:eng",
        "tag:web",
        "ipset:lab",
        "posture:p",
        "10.0.0.0/8",
        "tagOwners",
        "acceptEnv",
        "example.com/cap/x",
        "tailscale.com/cap/drive",
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 70000) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
DEVICES = st.lists(
    st.builds(
        Device,
        st.sampled_from(["a", "b", ""]),
        st.lists(st.sampled_from(["100.64.0.1", "fd7a:115c:a1e0::1", "x"]), max_size=2).map(tuple),
        st.sampled_from([None, "alice@example.com", "nobody"]),
        st.lists(st.sampled_from(["tag:web", "tag:db"]), max_size=2).map(tuple),
        st.lists(st.sampled_from(["10.0.0.0/8", "0.0.0.0/0", "::/0", "x"]), max_size=2).map(tuple),
    ),
    max_size=4,
)


@settings(max_examples=200)
@given(st.dictionaries(KEYS, JUNK, max_size=6), DEVICES)
def test_nothing_raises_and_all_is_json(policy: Policy, devices: list[Device]) -> None:
    text = SourceText("policy.hujson", json.dumps(policy))
    compiled = compile_nodes(load(text), Inventory(tuple(devices)))
    for one in compiled.nodes:
        for rule in one.packet_filter:
            # A rule opens ports or gives capabilities, and names its sources once and in order.
            assert bool(rule.dst_ports) != bool(rule.cap_grants)
            assert list(rule.sources) == sorted(set(rule.sources))
            json.dumps(filter_rule_json(rule))
        json.dumps([ssh_rule_json(rule) for rule in one.ssh])
        assert set(one.approved_routes) <= set(one.node.device.advertised_routes)


def opened(compiled: Compiled) -> set[tuple[str, ...]]:
    """Everything that the filters state, piece by piece."""
    return {
        (one.node.device.name, source, str(rule.protocols), port.ip, str(port.ports))
        for one in compiled.nodes
        for rule in one.packet_filter
        for source in rule.sources
        for port in rule.dst_ports
    }


@some
@given(policies(), policies(), worlds())
def test_a_policy_only_ever_adds(policy: Policy, other: Policy, world: World) -> None:
    grants = [*policy.get("grants", []), *other.get("grants", [])]
    names = {**policy, "grants": policy.get("grants", [])}
    assert opened(engine(names, world)) <= opened(engine({**policy, "grants": grants}, world))


@some
@given(policies(), worlds())
def test_the_order_of_devices_changes_no_filter(policy: Policy, world: World) -> None:
    turned = world._replace(devices=world.devices[::-1])
    before = {one.node.device.name: one.packet_filter for one in engine(policy, world).nodes}
    after = {one.node.device.name: one.packet_filter for one in engine(policy, turned).nodes}
    assert before == after


@some
@given(policies(), worlds())
def test_what_a_rule_gives_comes_from_a_rule(policy: Policy, world: World) -> None:
    for one in engine(policy, world).nodes:
        assert all(rule.rules for rule in one.packet_filter)


def gaps(policy: Policy, inventory: Inventory) -> list[tuple[Missing, str]]:
    text = SourceText("policy.hujson", json.dumps(policy))
    return [(gap.missing, gap.name) for gap in compile_nodes(load(text), inventory).gaps]


def test_what_is_not_known_is_said() -> None:
    sources = ["autogroup:admin", "group:synced@example.com", "autogroup:shared", "group:own"]
    policy = {
        "groups": {"group:own": []},
        "tagOwners": {"tag:rec": ["group:who-owns-it"]},
        "grants": [{"src": sources, "dst": ["svc:x", "*"], "ip": ["*"]}],
        "ssh": [
            {
                "action": "accept",
                "src": ["group:own"],
                "dst": ["tag:rec"],
                "users": ["a"],
                "recorder": ["tag:rec"],
            }
        ],
    }
    alone = gaps(policy, Inventory(devices=()))
    assert set(alone) == {
        (Missing.ROLES, "autogroup:admin"),
        (Missing.MEMBERS, "group:synced@example.com"),
        (Missing.SHARES, "autogroup:shared"),
        (Missing.SERVICE, "svc:x"),
        (Missing.RECORDER, "tag:rec"),
    }
    told = Inventory(devices=(), groups={"group:synced@example.com": ()}, roles={})
    assert {missing for missing, _ in gaps(policy, told)} == {
        Missing.SHARES,
        Missing.SERVICE,
        Missing.RECORDER,
    }
