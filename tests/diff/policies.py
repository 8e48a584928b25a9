"""A small policy to edit, and the diff of two texts."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tailcli.diff.compute import compare_policies
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.diff.model import AccessDiff, Row
    from tailcli.policy.model import Policy

Json = dict[str, Any]

POLICY: Json = {
    "groups": {"group:dev": ["ada@example.com", "ben@example.com"], "group:ops": ["cy@example.com"]},
    "tagOwners": {"tag:web": ["group:dev"], "tag:db": ["group:ops"], "tag:ci": []},
    "hosts": {"office": "10.1.0.0/16"},
    "ipsets": {"ipset:lab": ["add 10.2.0.0/16"]},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
    "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["group:ops"], "dst": ["tag:db"], "ip": ["tcp:22"], "srcPosture": ["posture:mac"]},
        {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
    ],
    "ssh": [{"action": "check", "src": ["group:ops"], "dst": ["tag:db"], "users": ["root"]}],
    "nodeAttrs": [{"target": ["tag:web"], "attr": ["funnel"]}],
    "autoApprovers": {"routes": {"10.1.0.0/16": ["tag:ci"]}, "exitNode": ["tag:ci"]},
    "tests": [{"src": "ada@example.com", "accept": ["tag:web:443"], "deny": ["tag:db:5432"]}],
    "sshTests": [{"src": "cy@example.com", "dst": ["tag:db"], "check": ["root"]}],
}


def read(policy: Json) -> Policy:
    return load(SourceText("policy.hujson", json.dumps(policy, indent=1)))


def edited(edit: Callable[[Json], object]) -> AccessDiff:
    """The diff of the small policy and the same after an edit."""
    new = deepcopy(POLICY)
    edit(new)
    return compare_policies(read(POLICY), read(new))


def said(row: Row) -> str:
    """A row in one line."""
    sources = ", ".join(party.text for party in row.sources)
    destinations = ", ".join(party.text for party in row.destinations)
    to = f" -> {destinations}" if destinations else ""
    return f"{row.change.value} {sources}{to}: {', '.join(row.rights)}".replace(" :", ":")
