"""What gates say of a row, in one sentence that names who and what, in the words of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import RoleHolders
from tailcli.access.naming import Side as End
from tailcli.access.naming import stranger_words
from tailcli.access.port_lists import few_ports
from tailcli.access.rights_words import accounts, approvals, enumeration, few, traffic, uses
from tailcli.access.wording import PEER_RELAY
from tailcli.diff.model import Change, Effect, Lane
from tailcli.diff.tag_owner_rows import ADMINS, ASSIGN
from tailcli.guard.wording import parties_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.access.naming import Party
    from tailcli.diff.model import Row

_MAY_ALL = ("owner", "admin", "network-admin")
_ADMINS = frozenset(
    (
        ADMINS.text,
        *(f"autogroup:{role}" for role in _MAY_ALL),
        *(stranger_words(RoleHolders(role)) for role in _MAY_ALL),
    )
)


def others_than_admins(row: Row) -> tuple[Party, ...]:
    """Return of whom a row is but those who may assign every tag, and edit the policy, as it is."""
    return tuple(party for party in row.sources if party.text not in _ADMINS)


def row_words(gate: str, row: Row, more: int = 0) -> str:
    """Return what the gate of that name says of a row; of a lock-out, for how many ``more`` losses."""
    return _WORDS[gate](row) if not more else f"{_lost(row)} (and {more} more losses){_leaving(row)}"


def _access(row: Row, may: str) -> str:
    who, what = parties_words(row.sources), parties_words(row.destinations, End.DESTINATION)
    match row.access:
        case Lane.SSH:
            return f"{who} {may} log in to {what} by SSH as {accounts(row.rights)}"
        case Lane.APPLICATION if row.rights == (PEER_RELAY,):
            return f"{who} {may} use {what} as a peer relay"
        case Lane.APPLICATION:
            return f"{who} {may} use {uses(row.rights, expand=False)} on {what}"
    return f"{who} {may} reach {what} on {few_ports(traffic(row.rights))}"


def _assign(row: Row) -> str:
    tags = few([right.removeprefix(ASSIGN) for right in row.rights])
    return f"{parties_words(others_than_admins(row))} may newly {ASSIGN}{tags}"


def _lost(row: Row) -> str:
    if row.is_conditional_now:
        return f"{_access(row, 'may from now on')} {row.after}"
    return _access(row, "may no longer")


def _leaving(row: Row) -> str:
    return f", which leaves {row.stranded}"


def _terms(row: Row) -> str:
    return f"(was: {row.before or 'nothing'}; now: {row.after or 'nothing'})"


_WORDS: dict[str, Callable[[Row], str]] = {
    "new-broad-access": lambda row: _access(row, "may newly"),
    "new-sensitive-access": lambda row: _access(row, "may newly"),
    "new-latent-access": lambda row: f"{_access(row, 'could newly')} {row.after}",
    "lost-access": lambda row: (
        _lost(row) if row.change is Change.LOST else f"{_access(row, 'may')} on stricter terms {_terms(row)}"
    ),
    "lockout": lambda row: f"{_lost(row)}{_leaving(row)}",
    "new-tag-owner": _assign,
    "new-auto-approver": lambda row: f"{parties_words(row.sources)}: newly approved: {approvals(row.rights)}",
    "ssh-check-weakened": lambda row: (
        f"{_access(row, 'may')} on {'easier' if row.effect is Effect.WIDER else 'other'} terms {_terms(row)}"
    ),
    "posture-weakened": lambda row: f"{enumeration(row.rights)} no longer asks for as much {_terms(row)}",
    "test-removed": lambda row: f"no longer asserted of {parties_words(row.sources)}: {few(row.rights)}",
    "suppression-added": lambda row: f"new comment: {few(row.rights)}",
}
