"""Selectors that stand for a crowd whom nobody has chosen."""

from __future__ import annotations

from tailcli.policy.autogroups import DANGER_ALL, MEMBER, SHARED, TAGGED, Position, autogroups_at
from tailcli.policy.selectors import Autogroup, DomainUsers, Wildcard, parse_selector

_CROWDS = {
    MEMBER: "every member of the tailnet",
    TAGGED: "every tagged device",
    SHARED: "users of other tailnets",
    DANGER_ALL: "everybody (users of other tailnets included)",
}
_WITHOUT_WILDCARD = frozenset({Position.TAG_OWNER, Position.APPROVER, Position.SSH_SRC})


def broad_people(text: str, position: Position = Position.GRANT_SRC) -> str | None:
    """Return in words whom a selector means if that is a crowd; None for a selector that chooses.

    None too for what cannot stand at the position: that is a fault of its own.
    """
    match parse_selector(text):
        case Wildcard() if position not in _WITHOUT_WILDCARD:
            return "everybody"
        case Autogroup(name) if name in autogroups_at(position):
            return _CROWDS.get(name)
        case DomainUsers(domain):
            return f"every user of {domain}"
        case _:
            return None
