"""Short ways to put a question to a policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.access.explain_ask import Query, ask
from tailcli.access.inventory import Device, Inventory, User
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.access.explain_ask import AccessAnswer
    from tailcli.policy.model import Policy

NAMES = {
    "groups": {
        "group:infra": ["alice@example.com", "bob@example.com"],
        "group:dev": ["bob@example.com", "carol@example.org"],
    },
    "tagOwners": {"tag:db": [], "tag:web": []},
    "hosts": {"db": "100.64.0.5", "office": "10.1.0.0/16"},
    "ipsets": {"ipset:lab": ["add 10.1.0.0/16", "remove 10.1.9.0/24"]},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
}
INVENTORY = Inventory(
    devices=(
        Device(
            "laptop",
            ("100.64.0.1", "fd7a:115c:a1e0::1"),
            "alice@example.com",
            attributes={"node:os": "macos"},
        ),
        Device(
            "phone", ("100.64.0.2", "fd7a:115c:a1e0::2"), "alice@example.com", attributes={"node:os": "ios"}
        ),
        Device("db-1", ("100.64.0.5", "fd7a:115c:a1e0::5"), None, ("tag:db", "tag:web")),
        Device("router", ("100.64.0.9", "fd7a:115c:a1e0::9"), None, ("tag:web",), ("10.1.0.0/16",)),
        Device("guest", ("100.64.0.8", "fd7a:115c:a1e0::8"), "dave@example.net", external=True),
    ),
    users=(User("alice@example.com", "admin"), User("dave@example.net", None, shared=True)),
    groups={"group:staff@example.com": ("alice@example.com",)},
    roles={"admin": ("alice@example.com",), "owner": ("bob@example.com",)},
)


def policy(**sections: object) -> Policy:
    """Return a policy with the usual names and the given sections."""
    return load(SourceText("policy.hujson", json.dumps(NAMES | sections, indent=1)))


def grant(src: str, dst: str, ip: str = "*", **more: object) -> dict[str, object]:
    """Return a grant; several selectors are separated by blanks."""
    return {"src": src.split(), "dst": dst.split(), "ip": ip.split(), **more}


def asked(
    rules: list[dict[str, object]],
    src: str,
    dst: str,
    *,
    proto: str | None = None,
    login: str | None = None,
    inventory: Inventory | None = None,
    **sections: object,
) -> AccessAnswer:
    """Ask a policy of these grants."""
    return ask(policy(grants=rules, **sections), Query(src, dst, proto, login), inventory)


def facts(answer: AccessAnswer) -> list[str]:
    """Return the facts on which an answer turns, in words."""
    return [fact.words for pair in answer.pairs for fact in pair.missing]
