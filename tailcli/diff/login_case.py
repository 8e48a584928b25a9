"""Logins that differ only in upper and lower case: they are compared as they are written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.diff.model import Row

_MOST = 3


def case_notes(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a note on people of the rows whose logins are one but for the case: they count as two."""
    groups = dict.fromkeys(party.logins for row in rows for party in (*row.sources, *row.destinations))
    found: dict[str, list[str]] = {}
    for login in dict.fromkeys(chain.from_iterable(groups)):
        found.setdefault(login.casefold(), []).append(login)
    alike = [sorted(logins) for logins in found.values() if len(logins) > 1]
    for logins in alike[:_MOST]:
        names = " and ".join(map(quote, logins))
        yield f"{names} differ only in upper and lower case: they are compared as different people"
    if len(alike) > _MOST:
        yield f"so do {len(alike) - _MOST} more"
