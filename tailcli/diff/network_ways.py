"""Where an application permission stands alone: no access rule opens anything between the two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import RoleHolders, SyncedMembers, bits, members
from tailcli.access.compile import OWN
from tailcli.access.permissions import (
    DRIVE,
    GOLINK,
    GRAFANA,
    KUBERNETES,
    RELAY,
    SECRETS,
    TAILSQL,
    TSIDP,
    WEBUI,
)
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.permissions import Permission
    from tailcli.diff.sides import Version

NO_WAY = "no access rule opens anything there"
NOT_YET = f"{NO_WAY}, so this cannot be used yet"
_WITHOUT_PORTS = frozenset({RELAY, DRIVE})
"""What the nodes do among themselves: relays need no port to be open, of drives it is not known."""
_SERVERS = frozenset({SECRETS, KUBERNETES, GOLINK, GRAFANA, TAILSQL, TSIDP, WEBUI})
"""What is asked of a server at the destination, through a port of it."""


def way_notes(
    sources: int, destinations: int, permissions: Iterable[Permission], version: Version
) -> Iterator[str]:
    """Yield a note where surely no access rule lets any of the sources reach any of the destinations.

    Of an application that the program does not know nothing is said about what follows.
    """
    names = {permission.capability for permission in permissions}
    if names & _WITHOUT_PORTS or not names:
        return
    kinds = _unknown(version)
    boxes = (box for box in version.access.network if _may_meet(box.sources, sources, kinds))
    if not any(_may_meet(box.destinations, destinations, kinds) for box in boxes):
        yield NOT_YET if names <= _SERVERS else NO_WAY


_Kinds: TypeAlias = tuple[tuple[int, int], ...]


def _unknown(version: Version) -> _Kinds:
    """Return pairs of sets of which nobody knows what is in both: who has an address, a device or a role."""
    universe = version.access.universe
    tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
    unnamed = (RoleHolders, SyncedMembers)
    who = bits([n for n in members(universe.members) if isinstance(universe.atoms[n], unnamed)])
    return (tailnet, universe.identities | OWN), (OWN | who, universe.members)


def _may_meet(left: int, right: int, kinds: _Kinds) -> bool:
    """Tell whether two ends may be one device."""
    crosswise = ((left, right), (right, left))
    return bool(left & right) or any(a & one and b & other for a, b in crosswise for one, other in kinds)
