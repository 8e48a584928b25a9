"""The closed list of autogroups, and where each may stand."""

from __future__ import annotations

from enum import Enum

PREFIX = "autogroup:"
LEGACY_MEMBERS = "autogroup:members"

MEMBER = "member"
TAGGED = "tagged"
SELF = "self"
INTERNET = "internet"
SHARED = "shared"
DANGER_ALL = "danger-all"
NONROOT = "nonroot"
ROLES = frozenset({"owner", "admin", "it-admin", "network-admin", "billing-admin", "auditor"})

AUTOGROUPS = frozenset({MEMBER, TAGGED, SELF, INTERNET, SHARED, DANGER_ALL, NONROOT}) | ROLES
"""Every name after ``autogroup:`` that means something (``members`` is read as ``member``)."""


class Position(Enum):
    """A place where a selector stands; the value is how a message calls it."""

    ACL_SRC = "the src of an ACL rule"
    ACL_DST = "the dst of an ACL rule"
    GRANT_SRC = "the src of a grant"
    GRANT_DST = "the dst of a grant"
    VIA = "via"
    SSH_SRC = "the src of an SSH rule"
    SSH_DST = "the dst of an SSH rule"
    TAG_OWNER = "the owners of a tag"
    APPROVER = "autoApprovers"
    NODE_ATTR_TARGET = "the target of a node attribute"
    RECORDER = "the recorder of an SSH rule"
    CONNECTOR = "the connectors of an app"
    SERVICE_KEY = "the services of autoApprovers"


_OWNERS = frozenset({MEMBER, TAGGED}) | ROLES
_ALLOWED: dict[Position, frozenset[str]] = {
    Position.ACL_SRC: _OWNERS | {SHARED, DANGER_ALL},
    Position.ACL_DST: _OWNERS | {SELF, INTERNET},
    Position.GRANT_SRC: _OWNERS | {SHARED, DANGER_ALL},
    Position.GRANT_DST: _OWNERS | {SELF, INTERNET},
    Position.VIA: frozenset(),
    Position.SSH_SRC: _OWNERS | {SHARED},
    Position.SSH_DST: _OWNERS | {SELF},
    Position.TAG_OWNER: _OWNERS,
    Position.APPROVER: _OWNERS,
    Position.NODE_ATTR_TARGET: _OWNERS,
    Position.RECORDER: frozenset(),
    Position.CONNECTOR: frozenset(),
    Position.SERVICE_KEY: frozenset(),
}


def autogroups_at(position: Position) -> frozenset[str]:
    """Return the autogroup names (without prefix) that may stand at a position."""
    return _ALLOWED[position]
