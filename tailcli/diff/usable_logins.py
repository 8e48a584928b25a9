"""SSH logins that can be used: an SSH rule lets somebody in, and an access rule opens port 22 to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import every, members
from tailcli.access.compile import Box
from tailcli.access.conditions import is_impossible
from tailcli.access.ranges import overlaps
from tailcli.access.traffic import traffic
from tailcli.policy.ports import PortRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.access.ssh import SshBox
    from tailcli.diff.sides import Version

SSH_TRAFFIC = traffic(6, (PortRange(22, 22),))
ANY = -1
"""All sources, or all destinations."""

_Opening: TypeAlias = "tuple[int, Alternative]"
"""Where port 22 is open, and on which conditions."""


def usable_logins(version: Version, sources: int = ANY, destinations: int = ANY) -> list[Box]:
    """Return the logins from some sources to some destinations, whatever the terms.

    The rights are numbers into ``SshAccess.logins``, the rule is its place in ``Policy.ssh``, and the
    alternative holds the conditions of both rules.
    """
    near = [box for box in version.ssh.boxes if box.sources & sources and box.destinations & destinations]
    return list(dict.fromkeys(_usable(near, version, sources, destinations))) if near else []


def _usable(near: list[SshBox], version: Version, sources: int, destinations: int) -> Iterator[Box]:
    numbers = {id(rule): number for number, rule in enumerate(version.policy.ssh)}
    opened = _opened(near, version)
    leading = _by_destination(opened)
    for box in near:
        there_too = (key for number in members(box.destinations & destinations) for key in leading[number])
        for to, alternative in dict.fromkeys(there_too):
            who = opened[to, alternative]
            from_, there = box.sources & who & sources, box.destinations & to & destinations
            conditions = box.alternative | alternative
            if from_ and there and not is_impossible(conditions):
                yield Box(from_, there, box.logins, conditions, numbers[id(box.rule)])


def _by_destination(opened: Iterable[_Opening]) -> defaultdict[int, list[_Opening]]:
    found: defaultdict[int, list[_Opening]] = defaultdict(list)
    for opening in opened:
        for number in members(opening[0]):
            found[number].append(opening)
    return found


def _opened(near: Sequence[SshBox], version: Version) -> dict[_Opening, int]:
    """Return to whom port 22 is open, by where and on which conditions: many rules lead to the same."""
    sources, destinations = every(box.sources for box in near), every(box.destinations for box in near)
    found: dict[_Opening, int] = {}
    for opening in version.access.network:
        to = opening.destinations & destinations
        if to and opening.sources & sources and overlaps(opening.rights, SSH_TRAFFIC):
            key = to, opening.alternative
            found[key] = found.get(key, 0) | opening.sources
    return found
