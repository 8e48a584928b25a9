"""One concrete instance of a difference: this source, this destination, this right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import contains, of
from tailcli.access.traffic import PORTS, PROTOCOLS, flows
from tailcli.access.traffic import place as flow_place
from tailcli.diff.model import Witness
from tailcli.policy.addresses import parse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tailcli.access.ranges import Ranges
    from tailcli.access.traffic import Flow
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Version

_USUAL_PROTOCOLS = (6, 17)
_USUAL_PORTS = (443, 22, 80, 53)
_TWIN = PROTOCOLS * PORTS
"""How far the same flow of the other family is away on the line of traffic."""


def traffic_witness(
    piece: Piece, rights: Ranges, version: Version, words: Callable[[Version, Ranges], tuple[str, ...]]
) -> Witness:
    """Return an instance of a piece of traffic; a named person, a tag or an address rather than a class.

    ``rights`` are those of the whole row, of which the piece may hold one family. The family is said only
    where neither end tells it and the other family is not meant.
    """
    source, destination = _ends(piece, version)
    at = min((flow.protocol not in _USUAL_PROTOCOLS, _place(flow)) for flow in flows(piece.rights))[1]
    twin = at + _TWIN if at < _TWIN else at - _TWIN
    is_told = parse_address(source) is not None or parse_address(destination) is not None
    both = is_told or contains(rights, ((twin, twin + 1),))
    shown = of((place, place + 1) for place in ((at, twin) if both else (at,)))
    return Witness(source, destination, words(version, shown)[0], at)


def permission_witness(
    piece: Piece, rights: Ranges, version: Version, words: Callable[[Version, Ranges], tuple[str, ...]]
) -> Witness:
    """Return an instance of a piece of application permissions: the first of them."""
    source, destination = _ends(piece, version)
    first = (piece.rights or rights)[0][0]
    return Witness(source, destination, words(version, ((first, first + 1),))[0], first)


def _ends(piece: Piece, version: Version) -> tuple[str, str]:
    """Return a source and a destination that differ if they can: nobody is a witness for their own class."""
    source = version.namer.instance(piece.sources, "")
    return source, version.namer.instance(piece.destinations, source)


def _place(flow: Flow) -> int:
    usual: Iterator[int] = (port for port in _USUAL_PORTS if flow.first <= port <= flow.last)
    return flow_place(flow.family, flow.protocol, next(usual, max(flow.first, min(1, flow.last))))
