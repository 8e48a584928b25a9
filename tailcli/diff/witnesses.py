"""One concrete instance of a difference: this source, this destination, this right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import contains
from tailcli.access.traffic import PORTS, PROTOCOLS, flows
from tailcli.access.traffic import place as flow_place
from tailcli.diff.model import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tailcli.access.ranges import Ranges
    from tailcli.access.traffic import Flow
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version


def witness(piece: Piece, version: Version, words: Callable[[Version, Ranges], tuple[str, ...]]) -> Witness:
    """Return an instance of a piece; a named person, a tag or an address is preferred over a class.

    Nobody is a witness for reaching the own class by a rule about others, so the two ends differ if they can.
    """
    source = version.namer.instance(piece.sources, "")
    destination = version.namer.instance(piece.destinations, source)
    return Witness(source, destination, words(version, _one_right(piece.rights))[0])


def _one_right(rights: Ranges) -> Ranges:
    """Return one flow, of TCP or UDP if there is one, in both families if both have it; or one permission."""
    first = min((flow.protocol not in _USUAL, first) for flow, first in _starts(rights))[1]
    twin = first + PROTOCOLS * PORTS
    places = (first, twin) if contains(rights, ((twin, twin + 1),)) else (first,)
    return tuple((place, place + 1) for place in places)


_USUAL = (6, 17)


def _starts(rights: Ranges) -> Iterator[tuple[Flow, int]]:
    return ((flow, flow_place(flow.family, flow.protocol, flow.first)) for flow in flows(rights))
