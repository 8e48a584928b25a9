"""What an editor says beside the one sentence of the field tables, and the snippets that it offers.

Every key names a record and a field of the tables (or a record alone); the tests hold them to that.
"""

from __future__ import annotations

MORE = {
    ("policy file", "grants"): (
        "Everything is denied until a rule allows it, and the order of rules does not matter. A file with "
        "neither `grants` nor `acls` allows everything. `grants` and `acls` may stand side by side: their "
        "access adds up."
    ),
    ("policy file", "acls"): (
        "Each destination carries its ports: `tag:web:443`, `10.0.0.0/8:22,80`, `office:*`. `grants` can "
        "say everything that `acls` can."
    ),
    ("policy file", "ssh"): (
        "Rules with the action `check` come before those with `accept`; otherwise their order does not "
        "matter. A rule opens the login only: network access to port 22 has to be granted as well."
    ),
    ("policy file", "groups"): (
        "A group that is synchronised from an identity provider (`group:NAME@DOMAIN`) is not listed here."
    ),
    ("policy file", "tagOwners"): (
        "An empty list leaves the tag to the tailnet's admins. An owner may be a user, a group, an "
        "autogroup or another tag; whoever can assign a tag has the access of its devices within reach."
    ),
    ("policy file", "hosts"): "A name cannot contain `@`; the value is one address or one CIDR.",
    ("policy file", "ipsets"): (
        "Entries are `add TARGET`, `remove TARGET`, or a bare `TARGET` (an add), applied in order. A "
        "target is an address, a CIDR, a range `a-b`, `host:NAME`, `ipset:NAME` or `autogroup:internet`."
    ),
    ("policy file", "postures"): (
        "All assertions of a posture must hold; an attribute that the device lacks makes it fail, "
        "whatever the operator (`NOT SET` excepted)."
    ),
    ("policy file", "defaultSrcPosture"): (
        "A rule's own `srcPosture` replaces this list; it does not add to it."
    ),
    ("policy file", "disableIPv4"): (
        "The node attribute `disable-ipv4` does the same for some devices only."
    ),
    ("ACL rule", "src"): "`*` stands for every member, every tagged device and the approved subnet routes.",
    ("grant", "src"): "`*` stands for every member, every tagged device and the approved subnet routes.",
    ("grant", "ip"): (
        "One port or one range an entry, no comma lists. A bare number is a port, never a protocol; a "
        'bare name is an error: write `"icmp:*"`. A grant needs `ip` or `app`.'
    ),
    ("grant", "dst"): (
        '`0.0.0.0/0` is refused: write `"*"` for everything, `"autogroup:internet"` for the internet '
        "through exit nodes."
    ),
    ("grant", "app"): (
        "A name is `domain/path` without a scheme. Names under `tailscale.com` are refused but for a few, "
        "such as `tailscale.com/cap/secrets`, `tailscale.com/cap/drive` or "
        "`tailscale.com/cap/kubernetes`."
    ),
    ("SSH rule", "users"): (
        "`autogroup:nonroot` is every account but root, `localpart:*@example.com` the account named like "
        "the user. Any other word is taken for an account's name, `group:` and `tag:` included."
    ),
    ("SSH rule", "dst"): "Hosts, addresses and `*` are not possible here.",
    ("test", "accept"): "A port is one number; ranges, lists and `*` make a test fail.",
    ("SSH test", "accept"): "Accounts by name: `autogroup:nonroot` is not one.",
    ("autoApprovers", "routes"): (
        "A route is approved when a key contains it. `0.0.0.0/0` approves every IPv4 subnet but no exit "
        "node: that is what `exitNode` is for."
    ),
    ("derpMap", "omitDefaultRegions"): "It counts only where there is a region of one's own.",
}

# What an editor says of a string that does not match, where listing the values would not do.
COMPLAINTS = {"checkPeriod": "Expected always, or a duration such as 12h or 30m."}

LABELS = {
    "grant": "New grant",
    "ACL rule": "New ACL rule",
    "SSH rule": "New SSH rule",
    "test": "New test",
    "SSH test": "New SSH test",
    "node attribute": "New node attribute",
    "DERP region": "New DERP region",
    "DERP node": "New DERP node",
}

SNIPPETS = {
    "grant": {"src": ["${1:group:eng}"], "dst": ["${2:tag:web}"], "ip": ["${3:tcp:443}"]},
    "ACL rule": {"action": "accept", "src": ["${1:group:eng}"], "dst": ["${2:tag:web}:${3:443}"]},
    "SSH rule": {
        "action": "${1|check,accept|}",
        "src": ["${2:autogroup:member}"],
        "dst": ["${3:autogroup:self}"],
        "users": ["${4:autogroup:nonroot}"],
    },
    "test": {"src": "${1:alice@example.com}", "accept": ["${2:tag:web:443}"], "deny": ["${3:tag:web:22}"]},
    "SSH test": {
        "src": "${1:alice@example.com}",
        "dst": ["${2:tag:web}"],
        "accept": ["${3:ubuntu}"],
        "deny": ["root"],
    },
    "node attribute": {"target": ["${1:autogroup:member}"], "attr": ["${2:funnel}"]},
    "DERP region": {
        "RegionID": "^${1:900}",
        "RegionCode": "${2:example}",
        "RegionName": "${3:Example}",
        "Nodes": [{"Name": "${4:900a}", "RegionID": "^${1:900}", "HostName": "${5:derp.example.com}"}],
    },
    "DERP node": {"Name": "${1:900a}", "RegionID": "^${2:900}", "HostName": "${3:derp.example.com}"},
}
