"""Short ways to run the tests of a made-up policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.policy.load import load
from tailcli.policytests.run import run_tests
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.policytests.results import EntryResult, Run

NAMES = {
    "groups": {
        "group:dev": ["alice@example.com", "bob@example.com"],
        "group:infra": ["alice@example.com"],
        "group:empty": [],
    },
    "tagOwners": {"tag:client": [], "tag:db": [], "tag:web": []},
    "hosts": {"db": "100.64.0.5", "db6": "fd7a:115c:a1e0::5", "net": "10.0.0.0/8", "one": "10.0.0.1/32"},
    "postures": {"posture:mac": ["node:os == 'macos'", "node:osVersion >= '14'"]},
}


def acl(src: str, dst: str, **more: object) -> dict[str, object]:
    """Return an ACL rule; several selectors are separated by blanks."""
    return {"action": "accept", "src": src.split(), "dst": dst.split(), **more}


def ran(inventory: Inventory | None = None, **sections: object) -> Run:
    """Run the tests of a policy with the usual names."""
    text = json.dumps(NAMES | sections, indent=1)
    return run_tests(load(SourceText("policy.hujson", text)), inventory)


def network(
    rules: list[dict[str, object]], test: dict[str, object], inventory: Inventory | None = None
) -> EntryResult:
    """Run one entry of ``tests``."""
    return ran(inventory, acls=rules, tests=[test]).entries[0]


def login(
    rules: list[dict[str, object]], test: dict[str, object], inventory: Inventory | None = None
) -> EntryResult:
    """Run one entry of ``sshTests``."""
    return ran(inventory, ssh=rules, sshTests=[test]).entries[0]


def facts(result: EntryResult) -> list[str]:
    """Return the missing facts of an entry, in words."""
    return [fact.words for assertion in result.assertions for fact in assertion.missing]
