"""The objects of the policy language and their fields, as data.

This is the one place that knows which keys exist. The decoder, key folding, suggestions and the JSON Schema
are all made from it.
"""

from __future__ import annotations

from typing import assert_never

from tailcli.policy.fields.definitions import (
    ATTRIBUTE_CONFIG,
    AUTO_APPROVERS,
    NODE_ATTRIBUTE,
    POLICY_TEST,
    POSTURE,
    SSH_TEST,
)
from tailcli.policy.fields.derp import DERP_MAP
from tailcli.policy.fields.rules import ACL_RULE, GRANT, SSH_RULE
from tailcli.policy.fields.shapes import (
    BOOLEAN,
    STRING,
    STRINGS,
    Either,
    Field,
    ListOf,
    MapOf,
    Record,
    Scalar,
    Shape,
    fold_key,
)
from tailcli.policy.fields.values import OWNERS

__all__ = [
    "ACL_RULE",
    "AUTO_APPROVERS",
    "GRANT",
    "NODE_ATTRIBUTE",
    "POLICY",
    "POLICY_TEST",
    "POSTURE",
    "SSH_RULE",
    "SSH_TEST",
    "STRINGS",
    "Either",
    "Field",
    "ListOf",
    "MapOf",
    "Record",
    "Scalar",
    "Shape",
    "fold_key",
    "records",
]

POLICY = Record(
    "policy file",
    "Who may reach what in a tailnet, and how the tailnet behaves.",
    Field(
        "grants",
        ListOf(GRANT),
        "Access rules of the current kind: network access and application capabilities.",
        sample='[{"src": ["group:eng"], "dst": ["tag:web"], "ip": ["tcp:443"]}]',
    ),
    Field(
        "acls",
        ListOf(ACL_RULE),
        "Access rules of the older kind: network access to ports.",
        sample='[{"action": "accept", "src": ["group:eng"], "dst": ["tag:web:443"]}]',
    ),
    Field(
        "ssh",
        ListOf(SSH_RULE),
        "Who may log in where with Tailscale SSH, and under which account names.",
        sample='[{"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], '
        '"users": ["autogroup:nonroot"]}]',
    ),
    Field(
        "groups",
        MapOf(STRINGS, "group:NAME"),
        "Groups of users. A group cannot hold another group.",
        sample='{"group:eng": ["alice@example.com"]}',
    ),
    Field(
        "tagOwners",
        MapOf(STRINGS, "tag:NAME"),
        "The tags, each with who may put it on a device. A tag must be listed here to be used.",
        sample='{"tag:web": ["group:eng"]}',
        values=OWNERS,
    ),
    Field(
        "hosts",
        MapOf(STRING, "NAME"),
        "Names for addresses and subnets.",
        sample='{"office": "198.51.100.0/24"}',
    ),
    Field(
        "ipsets",
        MapOf(STRINGS, "ipset:NAME"),
        "Named sets of addresses, built by adding and removing.",
        sample='{"ipset:prod": ["add 10.0.0.0/16", "remove 10.0.5.0/24"]}',
    ),
    Field(
        "postures",
        MapOf(Either(STRINGS, POSTURE), "posture:NAME"),
        "Named conditions on source devices, for srcPosture.",
        sample='{"posture:managed": ["node:tsStateEncrypted == true"]}',
    ),
    Field(
        "defaultSrcPosture",
        STRINGS,
        "The postures of every rule that has no srcPosture of its own.",
        sample='["posture:managed"]',
    ),
    Field(
        "tests",
        ListOf(POLICY_TEST),
        "Assertions about access that are checked whenever the file is saved.",
        sample='[{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22"]}]',
    ),
    Field(
        "sshTests",
        ListOf(SSH_TEST),
        "Assertions about logins that are checked whenever the file is saved.",
        sample='[{"src": "alice@example.com", "dst": ["tag:web"], "deny": ["root"]}]',
    ),
    Field(
        "nodeAttrs",
        ListOf(NODE_ATTRIBUTE),
        "Attributes of devices: features to switch on or off for some of them.",
        sample='[{"target": ["autogroup:member"], "attr": ["funnel"]}]',
    ),
    Field(
        "autoApprovers",
        AUTO_APPROVERS,
        "Whose devices have advertised routes, exit nodes and services approved without a human.",
        sample='{"routes": {"10.0.0.0/16": ["tag:router"]}, "exitNode": ["tag:exit"]}',
    ),
    Field(
        "derpMap",
        DERP_MAP,
        "Relay servers of one's own, beside or instead of Tailscale's.",
        sample='{"Regions": {"900": {"RegionID": 900, "RegionCode": "example", "RegionName": "Example", '
        '"Nodes": [{"Name": "900a", "RegionID": 900, "HostName": "derp.example.com"}]}}}',
    ),
    Field("disableIPv4", BOOLEAN, "Whether devices get no Tailscale IPv4 address at all.", sample="true"),
    Field(
        "OneCGNATRoute",
        STRING,
        "Whether macOS devices install one route for all of 100.64.0.0/10.",
        sample='"mac-always"',
        values=("", "mac-always", "mac-never"),
        closed=True,
    ),
    Field(
        "randomizeClientPort",
        BOOLEAN,
        "Whether devices use a random port for WireGuard instead of 41641.",
        sample="true",
    ),
    Field(
        "attrConfig",
        MapOf(ATTRIBUTE_CONFIG, "custom:NAME"),
        "The types of custom: attributes.",
        sample='{"custom:tier": {"type": "string"}}',
    ),
)


def records(shape: Shape = POLICY) -> dict[str, Record]:
    """Return every record inside a shape, itself included, by name."""
    match shape:
        case Record():
            below = [records(field.shape) for field in shape.fields]
            return {name: record for found in ({shape.name: shape}, *below) for name, record in found.items()}
        case ListOf() | MapOf():
            return records(shape.item)
        case Either():
            return records(shape.record)
        case Scalar():
            return {}
        case _:
            assert_never(shape)
