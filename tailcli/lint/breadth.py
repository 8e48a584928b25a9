"""Selectors that stand for a crowd whom nobody has chosen."""

from __future__ import annotations

from tailcli.policy.autogroups import DANGER_ALL, MEMBER, SHARED, TAGGED
from tailcli.policy.selectors import Autogroup, DomainUsers, Wildcard, parse_selector

_CROWDS = {
    MEMBER: "every member of the tailnet",
    TAGGED: "every tagged device",
    SHARED: "users of other tailnets",
    DANGER_ALL: "everybody, users of other tailnets included,",
}


def broad_people(text: str) -> str | None:
    """Return in words whom a selector means if that is a crowd; None for a selector that chooses."""
    match parse_selector(text):
        case Wildcard():
            return "everybody"
        case Autogroup(name):
            return _CROWDS.get(name)
        case DomainUsers(domain):
            return f"every user of {domain}"
        case _:
            return None
