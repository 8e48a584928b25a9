"""The fields of access rules: ``acls``, ``grants`` and ``ssh``."""

from __future__ import annotations

from tailcli.policy.fields.shapes import ANYTHING, BOOLEAN, STRING, STRINGS, Field, ListOf, MapOf, Record
from tailcli.policy.fields.values import (
    CAPABILITIES,
    DURATION_PATTERN,
    GRANT_DESTINATIONS,
    GRANT_PORTS,
    LOGIN_NAMES,
    PROTOCOLS,
    SOURCES,
    SSH_DESTINATIONS,
)

_DESTINATION_WORDS = ("dest", "destination", "destinations", "to")
PARAMETERS = ListOf(ANYTHING)

_SRC = Field(
    "src",
    STRINGS,
    "Who may connect: users, groups, tags, hosts, addresses, autogroups, or * for everybody.",
    sample='["group:eng"]',
    required=True,
    values=SOURCES,
    mistaken=("source", "sources", "from"),
)
_SRC_POSTURE = Field(
    "srcPosture",
    STRINGS,
    "Names of postures; the rule applies to a source device that meets any one of them.",
    sample='["posture:managed"]',
)
_APP = Field(
    "app",
    MapOf(PARAMETERS, "domain.example/cap/NAME"),
    "Application capabilities: each name with a list of parameters for the application that reads it.",
    sample='{"tailscale.com/cap/drive": [{"shares": ["*"], "access": "ro"}]}',
    values=CAPABILITIES,
    mistaken=("apps", "cap", "caps", "capabilities"),
)

ACL_RULE = Record(
    "ACL rule",
    "Lets sources connect to ports of destinations. Grants say the same and more.",
    Field(
        "action",
        STRING,
        "What the rule does; the only action is accept, since everything else is denied anyway.",
        sample='"accept"',
        required=True,
        values=("accept",),
        pattern=r"^\s*accept\s*$",
    ),
    _SRC,
    Field(
        "dst",
        STRINGS,
        "What the sources may connect to, each with its ports: tag:web:443, 10.0.0.0/8:22,80, host:*.",
        sample='["tag:web:443"]',
        required=True,
        values=(
            "*:*",
            "autogroup:self:*",
            "autogroup:member:*",
            "autogroup:internet:*",
            "autogroup:tagged:*",
        ),
        mistaken=_DESTINATION_WORDS,
    ),
    Field(
        "proto",
        STRING,
        "The protocol, by name or number; without it TCP, UDP and ICMP are meant.",
        sample='"tcp"',
        values=PROTOCOLS,
        mistaken=("protocol", "ipproto"),
    ),
    _SRC_POSTURE,
    Field("users", STRINGS, "The older spelling of src.", sample='["group:eng"]', legacy_of="src"),
    Field("ports", STRINGS, "The older spelling of dst.", sample='["tag:web:443"]', legacy_of="dst"),
)

GRANT = Record(
    "grant",
    "Gives sources network access (ip), application capabilities (app), or both, at destinations.",
    _SRC,
    Field(
        "dst",
        STRINGS,
        "What the sources may reach: users, groups, tags, hosts, addresses, services; the ports are in ip.",
        sample='["tag:web"]',
        required=True,
        values=GRANT_DESTINATIONS,
        mistaken=_DESTINATION_WORDS,
    ),
    Field(
        "ip",
        STRINGS,
        'Network capabilities: "443", "80-90", "tcp:443", "icmp:*", or "*" for every port.',
        sample='["tcp:443"]',
        values=GRANT_PORTS,
        mistaken=("port", "ports", "proto", "protocol"),
    ),
    _APP,
    _SRC_POSTURE,
    Field(
        "via",
        STRINGS,
        "Tags of the routers, exit nodes or app connectors that the traffic has to pass.",
        sample='["tag:router"]',
    ),
)

SSH_RULE = Record(
    "SSH rule",
    "Lets sources log in with Tailscale SSH. Network access to port 22 is needed beside it.",
    Field(
        "action",
        STRING,
        "accept logs in at once; check asks the user to sign in again first.",
        sample='"check"',
        required=True,
        refusal="action must be specified",
        values=("accept", "check"),
        pattern=r"^\s*(accept|check)\s*$",
    ),
    Field(
        "src",
        STRINGS,
        "Who may log in: users, groups, tags, or an autogroup of users.",
        sample='["autogroup:member"]',
        values=("autogroup:member", "autogroup:tagged", "autogroup:admin", "autogroup:owner"),
    ),
    Field(
        "dst",
        STRINGS,
        "Where to: tags, autogroup:self for one's own devices, or the one user who is also the source.",
        sample='["autogroup:self"]',
        values=SSH_DESTINATIONS,
        mistaken=_DESTINATION_WORDS,
    ),
    Field(
        "users",
        STRINGS,
        "Account names on the destination; autogroup:nonroot is every account but root.",
        sample='["autogroup:nonroot"]',
        required=True,
        refusal="users must be specified",
        values=LOGIN_NAMES,
        mistaken=("user", "login", "logins"),
    ),
    Field(
        "checkPeriod",
        STRING,
        "How long a check counts (12h unless set, 168h at most), or always; for the action check.",
        sample='"12h"',
        values=("always", "1h", "12h", "24h", "168h"),
        pattern=DURATION_PATTERN,
    ),
    Field(
        "acceptEnv",
        STRINGS,
        "Environment variables that a client may set; * and ? are wildcards.",
        sample='["GIT_*"]',
        values=("GIT_*", "LANG", "LC_*"),
    ),
    _SRC_POSTURE,
    Field(
        "recorder",
        STRINGS,
        "Tags of the session recorders that receive a recording.",
        sample='["tag:recorder"]',
    ),
    Field(
        "enforceRecorder",
        BOOLEAN,
        "Whether a session is refused when no recorder can be reached.",
        sample="true",
    ),
)
