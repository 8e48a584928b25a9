"""The lanes that a guardrail can speak of: what it means in each, and what a policy gives there.

Every lane is said in boxes of one numbering, so that one and the same question is asked of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tailcli.access.compile import OWN, Box
from tailcli.access.content import is_self
from tailcli.access.ranges import overlaps
from tailcli.compare.subtract import difference
from tailcli.guard.breach import Demand, Lane
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.content import AccessRule
    from tailcli.access.naming import Namer
    from tailcli.access.ranges import Ranges
    from tailcli.access.ssh import SshAccess
    from tailcli.compare.subtract import Piece
    from tailcli.config.guardrails import Guardrail
    from tailcli.policy.model import Policy, SshRule

NO_RULE = -1
"""The number of what no rule gives: access that is missing."""


class Asked(NamedTuple):
    """One guardrail: its number among those asked, and what it demands."""

    number: int
    demand: Demand
    guardrail: Guardrail


class Bench(NamedTuple):
    """A policy compiled together with the guardrails.

    Attributes:
        policy: the policy.
        access: what it gives.
        questions: the guardrails as grants, two for each: what it speaks of, and what it excepts from that.
        namer: the words of the policy.
        ssh: its SSH rules; None where no guardrail speaks of SSH.
    """

    policy: Policy
    access: Access
    questions: Access
    namer: Namer
    ssh: SshAccess | None

    def region(self, asked: Asked, rights: Ranges) -> list[Piece]:
        """Return of whom and of which devices a guardrail speaks, its exceptions left out."""
        guardrail = asked.guardrail
        meant = self._boxes(guardrail.sources, asked, rights)
        excepted = self._boxes(guardrail.exceptions, asked, rights)
        return difference(meant, excepted, self.access.universe.singles)

    def _boxes(self, texts: tuple[str, ...], asked: Asked, rights: Ranges) -> list[Box]:
        universe = self.access.universe
        destinations = asked.guardrail.destinations
        sources = self._atoms(texts, asked.demand, is_source=True)
        reached = self._atoms(destinations, asked.demand, is_source=False)
        people = sources & universe.members
        own = people if any(map(is_self, destinations)) else people & reached
        pairs = ((sources, reached), (own, OWN))
        return [Box(who, to, rights, frozenset(), NO_RULE) for who, to in pairs if who and to]

    def _atoms(self, texts: Iterable[str], demand: Demand, *, is_source: bool) -> int:
        """Return what selectors stand for; what must be given is asked of devices wherever there are any."""
        universe, resolver = self.access.universe, self.questions.resolver
        devices = universe.identities | universe.guests
        found = 0
        for text in texts:
            meant = resolver.source(text) if is_source else resolver.destination(text)
            atoms = meant.both | meant.v4 | meant.v6
            found |= (demand is Demand.ALWAYS and atoms & devices) or atoms
        return found


def meets_any(piece: Piece, boxes: Iterable[Box]) -> bool:
    """Tell whether any of some boxes gives some of a piece, under whatever condition."""
    return any(
        piece.sources & box.sources
        and piece.destinations & box.destinations
        and overlaps(piece.rights, box.rights)
        for box in boxes
    )


class LaneView(Protocol):
    """One lane, for a policy."""

    @property
    def lane(self) -> Lane:
        """Which one it is."""

    def region(self, asked: Asked) -> list[Piece]:
        """Return what the guardrail speaks of in this lane; empty where it does not speak of the lane."""

    def given(self, asked: Asked) -> Sequence[Box]:
        """Return what the policy gives, as far as the guardrail can be about it."""

    def rule(self, number: int) -> AccessRule | SshRule | None:
        """Return the rule of a box."""

    def selectors(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the selectors of the rule of a box: its sources and its destinations."""

    def words(self, rights: Ranges, number: int, asked: Asked) -> tuple[str, ...]:
        """Return rights in words, those of a rule or, without one, those that are missing."""

    def example(self, rights: Ranges, number: int, asked: Asked) -> str:
        """Return one concrete right of them."""

    def notes(self, piece: Piece, asked: Asked) -> tuple[str, ...]:
        """Return what else is to be said of a piece."""
