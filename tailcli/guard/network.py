"""Guardrails on network access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.traffic import flows
from tailcli.access.wording import traffic_words
from tailcli.compare.subtract import difference
from tailcli.guard.breach import Lane
from tailcli.policy.ports import format_protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.access.compile import Box
    from tailcli.access.content import AccessRule
    from tailcli.access.ranges import Ranges
    from tailcli.compare.subtract import Piece
    from tailcli.guard.lanes import Asked, Bench

_USUAL = (6, 17)


class NetworkLane:
    """Traffic, as the access rules open it."""

    __slots__ = ("_bench",)

    lane = Lane.NETWORK

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def region(self, asked: Asked) -> list[Piece]:
        """Return what the grants say that the guardrail was written as."""
        boxes = self._bench.questions.network
        meant = [_always(box) for box in boxes if box.rule == 2 * asked.number]
        excepted = [_always(box) for box in boxes if box.rule == 2 * asked.number + 1]
        return difference(meant, excepted, self._bench.access.universe.singles)

    def given(self, asked: Asked) -> Sequence[Box]:
        """Return all traffic of the policy."""
        del asked
        return self._bench.access.network

    def rule(self, number: int) -> AccessRule | None:
        """Return the access rule of a number."""
        return self._bench.access.rules[number]

    def selectors(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the selectors of an access rule."""
        said = self._bench.access.contents[number]
        return said.sources, said.destinations

    def words(self, rights: Ranges, number: int, asked: Asked) -> tuple[str, ...]:
        """Return traffic in words."""
        del number, asked
        return traffic_words(rights)

    def example(self, rights: Ranges, number: int, asked: Asked) -> str:
        """Return one port."""
        del number, asked
        flow = min(flows(rights), key=lambda one: one.protocol not in _USUAL)
        return f"{format_protocol(flow.protocol)}:{flow.first or min(flow.last, 443)}"

    def notes(self, piece: Piece, asked: Asked) -> tuple[str, ...]:
        """Return nothing: the rule and its condition say it all."""
        del piece, asked
        return ()


def _always(box: Box) -> Box:
    """Leave out the default posture: a guardrail speaks of access whatever the device."""
    return box._replace(alternative=frozenset())
