"""Guardrails on application capabilities: who may read which secret, act as which group of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permission_overlap import is_anything, shared
from tailcli.access.permissions import covers
from tailcli.access.ranges import of, overlaps
from tailcli.access.wording import permission_words
from tailcli.guard.breach import Demand, Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.content import AccessRule
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.compare.subtract import Piece
    from tailcli.guard.lanes import Asked, Bench


class ApplicationLane:
    """Permissions. A right is the number of one that the guardrail names."""

    __slots__ = ("_bench",)

    lane = Lane.APPLICATION

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def region(self, asked: Asked) -> list[Piece]:
        """Return the permissions of the guardrail on the devices that it names."""
        wanted = asked.guardrail.permissions
        return self._bench.region(asked, ((0, len(wanted)),)) if wanted else []

    def given(self, asked: Asked) -> Sequence[Box]:
        """Return boxes whose rights are the permissions of the guardrail that they are about."""
        found = []
        for box in self._bench.access.application:
            rights = self._meant(box, asked)
            if rights:
                found.append(box._replace(rights=rights))
        return found

    def _meant(self, box: Box, asked: Asked) -> Ranges:
        meets = _MEETS[asked.demand]
        said = self._bench.access.contents[box.rule].permissions
        wanted = enumerate(asked.guardrail.permissions)
        return of((n, n + 1) for n, one in wanted if any(meets(given, one) for given in said))

    def rule(self, number: int) -> AccessRule | None:
        """Return the access rule of a number."""
        return self._bench.access.rules[number]

    def selectors(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the selectors of an access rule."""
        said = self._bench.access.contents[number]
        return said.sources, said.destinations

    def words(self, rights: Ranges, number: int, asked: Asked) -> tuple[str, ...]:
        """Return what the rule permits of it, or what is missing."""
        if asked.demand is Demand.ALWAYS:
            return tuple(map(_wanted_words, _chosen(rights, asked)))
        said = self._bench.access.contents[number].permissions
        wanted = tuple(_chosen(rights, asked))
        told = (given for given in said if any(shared(given, one) is not None for one in wanted))
        return tuple(dict.fromkeys(map(permission_words, told)))

    def example(self, rights: Ranges, number: int, asked: Asked) -> str:
        """Return one thing that is permitted, or missing."""
        first = next(_chosen(rights, asked))
        if asked.demand is Demand.ALWAYS:
            return _wanted_words(first)
        said = self._bench.access.contents[number].permissions
        common = (shared(given, first) for given in said)
        return permission_words(next(one for one in common if one is not None))

    def notes(self, piece: Piece, asked: Asked) -> tuple[str, ...]:
        """Return nothing: the rule and its condition say it all."""
        del piece, asked
        return ()


def _chosen(rights: Ranges, asked: Asked) -> Iterator[Permission]:
    wanted = enumerate(asked.guardrail.permissions)
    return (one for number, one in wanted if overlaps(rights, ((number, number + 1),)))


def _wanted_words(permission: Permission) -> str:
    return f"anything of {permission.capability}" if is_anything(permission) else permission_words(permission)


def _forbids(given: Permission, wanted: Permission) -> bool:
    return shared(given, wanted) is not None


def _fulfils(given: Permission, wanted: Permission) -> bool:
    return covers(given, wanted) or (is_anything(wanted) and given.capability == wanted.capability)


_MEETS: dict[Demand, Callable[[Permission, Permission], bool]] = {
    Demand.NEVER: _forbids,
    Demand.ALWAYS: _fulfils,
}
