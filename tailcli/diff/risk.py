"""How closely a reviewer should look at what is gained: at what is broad first, then what is sensitive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.access.atoms import OtherMembers, OtherTagged
from tailcli.access.compile import OWN
from tailcli.access.naming import UNNAMED_MEMBERS
from tailcli.access.permissions import KUBERNETES, RELAY, SECRETS
from tailcli.access.ranges import contains, intersect, of, overlaps
from tailcli.access.ssh import Action, LoginName
from tailcli.access.traffic import FAMILY_LINE, place, traffic
from tailcli.access.vocabulary import ROOT
from tailcli.diff.model import Risk
from tailcli.policy.addresses import V4, V6
from tailcli.policy.ports import ANY_PORT
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.naming import Party
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.access.ssh import LoginClass, SshBox
    from tailcli.diff.sides import Version

SENSITIVE_PORTS = (
    *(22, 23, 139, 445, 1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 6443),
    *(8006, 8200, 9200, 10250, 11211, 27017),
)
"""Remote shells and desktops, databases, and the interfaces through which machines are run."""

_SENSITIVE_NAME = re.compile(
    r"prod|db|database|postgres|mysql|redis|vault|secret|pci|backup|bastion|admin|k8s-api|kms", re.IGNORECASE
)
_PARTS = re.compile(r"[^A-Za-z0-9]+")
_EVERYONE = frozenset({"*", "autogroup:member", "autogroup:members", "autogroup:danger-all", UNNAMED_MEMBERS})
_EVERYTHING = frozenset({"*", "autogroup:internet"})
_MASTERS = "system:masters"
_NAMES_ONLY = "info"

_SENSITIVE: Ranges = of(
    (place(family, 6, port), place(family, 6, port) + 1) for family in (V4, V6) for port in SENSITIVE_PORTS
)
_ALL_PORTS: Ranges = traffic(6, (ANY_PORT,))


class Area(NamedTuple):
    """The sources and the destinations of what is gained, as atoms."""

    sources: int
    destinations: int

    @property
    def is_own(self) -> bool:
        """Whether people reach nothing but their own devices: those are theirs anyway."""
        return not self.destinations & ~OWN


def network_risk(
    sources: Iterable[Party], destinations: Iterable[Party], rights: Ranges, area: Area, version: Version
) -> Risk:
    """Return the risk of traffic that is gained."""
    if area.is_own:
        return Risk.USUAL
    to = tuple(destinations)
    if _is_everyone(sources, area.sources, version) or _names(to, _EVERYTHING) or _opens_all_ports(rights):
        return Risk.BROAD
    is_sensitive = overlaps(rights, _SENSITIVE) or any(is_sensitive_name(party.text) for party in to)
    return Risk.SENSITIVE if is_sensitive else Risk.USUAL


def _opens_all_ports(rights: Ranges) -> bool:
    return any(contains(rights, intersect(_ALL_PORTS, FAMILY_LINE[family])) for family in (V4, V6))


def application_risk(
    sources: Iterable[Party], permissions: Iterable[Permission], area: Area, version: Version
) -> Risk:
    """Return the risk of application permissions that are gained."""
    granted = tuple(one for one in permissions if one.capability != RELAY)  # relayed traffic stays encrypted
    if not granted or area.is_own:
        return Risk.USUAL
    if _is_everyone(sources, area.sources, version) or any(one.object == "*" for one in granted):
        return Risk.BROAD
    return Risk.SENSITIVE if any(map(_is_sensitive, granted)) else Risk.USUAL


def _is_sensitive(permission: Permission) -> bool:
    """Tell whether a permission reads or changes secrets, rules a cluster, or is called like it."""
    if permission.capability == SECRETS:
        return permission.action != _NAMES_ONLY
    if permission.capability == KUBERNETES and permission.object == _MASTERS:
        return True
    return is_sensitive_name(permission.object)


def ssh_risk(
    sources: Iterable[Party],
    logins: Iterable[LoginClass],
    after: Iterable[SshBox],
    area: Area,
    version: Version,
) -> Risk:
    """Return the risk of SSH access that is gained or easier than before.

    Root is sensitive; on one's own devices only without a check.
    """
    as_root = LoginName(ROOT) in tuple(logins)
    if area.is_own:
        unchecked = any(box.terms.action is Action.ACCEPT for box in after)
        return Risk.SENSITIVE if as_root and unchecked else Risk.USUAL
    others = version.access.universe.bit[OtherTagged()]
    if _is_everyone(sources, area.sources, version) or area.destinations & others:
        return Risk.BROAD
    return Risk.SENSITIVE if as_root else Risk.USUAL


def _is_everyone(parties: Iterable[Party], atoms: int, version: Version) -> bool:
    others = version.access.universe.bit[OtherMembers(None)]
    return bool(atoms & others) or _names(parties, _EVERYONE)


def _names(parties: Iterable[Party], names: frozenset[str]) -> bool:
    return any(party.text in names for party in parties)


def is_sensitive_name(text: str) -> bool:
    """Tell whether a name reads like something to guard: a production system, a vault, a database."""
    return any(_SENSITIVE_NAME.fullmatch(part) for part in _PARTS.split(text))
