"""The fields of what is neither an access rule nor a DERP map: tests, attributes, approvers, postures."""

from __future__ import annotations

from tailcli.policy.fields.rules import PARAMETERS
from tailcli.policy.fields.shapes import ANYTHING, BOOLEAN, STRING, STRINGS, Field, MapOf, Record
from tailcli.policy.fields.values import ASSERTIONS, NODE_ATTRIBUTES, OWNERS, PROTOCOLS, TARGETS

_TEST_FAILS = "test(s) failed"
_ATTRIBUTES = Field(
    "srcPostureAttrs",
    MapOf(ANYTHING, "node:NAME"),
    "Attributes of the source device, for rules with a posture; any other attribute counts as not set.",
    sample='{"node:os": "linux"}',
)
_ADDRESSES = '["tag:web:443"]'

POLICY_TEST = Record(
    "test",
    "Asserts what one source can and cannot reach; a policy with a failing test cannot be saved.",
    Field(
        "src",
        STRING,
        "The source: a user, a group, a tag, or a host.",
        sample='"alice@example.com"',
        required=True,
        refusal=_TEST_FAILS,
    ),
    Field(
        "proto",
        STRING,
        "The protocol, by name or number; without it TCP or UDP will do.",
        sample='"tcp"',
        values=PROTOCOLS,
    ),
    Field("accept", STRINGS, "Destinations with one port each that must be reachable.", sample=_ADDRESSES),
    Field("deny", STRINGS, "Destinations with one port each that must not be reachable.", sample=_ADDRESSES),
    _ATTRIBUTES,
    Field("user", STRING, "The older spelling of src.", sample='"alice@example.com"', legacy_of="src"),
    Field("allow", STRINGS, "The older spelling of accept.", sample=_ADDRESSES, legacy_of="accept"),
)

_ACCOUNTS = '["root"]'

SSH_TEST = Record(
    "SSH test",
    "Asserts as which accounts one source can log in; a policy with a failing test cannot be saved.",
    Field(
        "src",
        STRING,
        "The source: a user, a group, a tag, or a host.",
        sample='"alice@example.com"',
        required=True,
    ),
    Field(
        "dst", STRINGS, "The destinations: tags, users, groups or hosts, without ports.", sample='["tag:web"]'
    ),
    Field("accept", STRINGS, "Accounts that must be open without a check.", sample=_ACCOUNTS),
    Field("check", STRINGS, "Accounts that must be open after a check only.", sample=_ACCOUNTS),
    Field("deny", STRINGS, "Accounts that must be closed.", sample=_ACCOUNTS),
    _ATTRIBUTES,
)

NODE_ATTRIBUTE = Record(
    "node attribute",
    "Gives devices attributes: features to switch on or off, app connectors, a pool of addresses.",
    Field(
        "target",
        STRINGS,
        "The devices: * for all, users, groups, tags, hosts or addresses.",
        sample='["autogroup:member"]',
        values=TARGETS,
    ),
    Field("attr", STRINGS, "The attributes to give.", sample='["funnel"]', values=NODE_ATTRIBUTES),
    Field(
        "app",
        MapOf(PARAMETERS, "tailscale.com/app-connectors"),
        "Settings of applications by name, such as the domains of app connectors.",
        sample='{"tailscale.com/app-connectors": [{"name": "example", "connectors": ["tag:connector"], '
        '"domains": ["example.com"]}]}',
        values=("tailscale.com/app-connectors",),
    ),
    Field(
        "ipPool",
        STRINGS,
        "Ranges inside 100.64.0.0/10 from which new devices take their IPv4 address.",
        sample='["100.81.0.0/16"]',
    ),
)

AUTO_APPROVERS = Record(
    "autoApprovers",
    "Whose devices have advertised routes, exit nodes and services approved without a human.",
    Field(
        "routes",
        MapOf(STRINGS, "10.0.0.0/8"),
        "Subnets, each with who may advertise it or a part of it.",
        sample='{"10.0.0.0/16": ["tag:router"]}',
        values=OWNERS,
    ),
    Field(
        "exitNode",
        STRINGS,
        "Who may offer an exit node.",
        sample='["tag:exit"]',
        values=OWNERS,
    ),
    Field(
        "services",
        MapOf(STRINGS, "svc:NAME"),
        "Services (svc:NAME, or a tag that services carry), each with the tags that may host it.",
        sample='{"svc:web": ["tag:web"]}',
    ),
)

POSTURE = Record(
    "posture",
    "The newer form of a posture: an object that holds the assertions.",
    Field(
        "assertions",
        STRINGS,
        "Conditions on the source device; all of them must hold.",
        sample="[\"node:os == 'linux'\"]",
        required=True,
        values=ASSERTIONS,
    ),
)

ATTRIBUTE_CONFIG = Record(
    "attrConfig entry",
    "The type of one custom: attribute and who else sees it.",
    Field("type", STRING, "The type of the values.", sample='"string"', values=("string", "number", "bool")),
    Field("allowSetByNode", BOOLEAN, "Whether a device may set the attribute itself.", sample="true"),
    Field(
        "broadcastToPeers",
        STRINGS,
        "Which peers are told the value.",
        sample='["*"]',
    ),
)
