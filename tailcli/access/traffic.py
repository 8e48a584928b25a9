"""Traffic as one line of integers: address family, protocol and port, so that sets of it are ``Ranges``.

The place of (family, protocol, port) on the line is ``(family * 256 + protocol) * 65536 + port``, the family
being 0 for IPv4 and 1 for IPv6. What a filter states is compared: ports count for every protocol here, also
for ICMP, where a client ignores them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import Ranges, of
from tailcli.policy.addresses import V4, V6
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.policy.ports import PortRange

PORTS = 65536
PROTOCOLS = 256
DEFAULT_PROTOCOLS = (1, 6, 17, 58)
"""What a rule without a protocol opens: ICMP, TCP, UDP and ICMPv6."""

_FAMILY_NUMBER = {V4: 0, V6: 1}
_FAMILY = (V4, V6)


class Flow(NamedTuple):
    """A run of ports of one protocol in one family; the ports are inclusive."""

    family: int
    protocol: int
    first: int
    last: int


def traffic(protocol: int | None, ports: Iterable[PortRange]) -> Ranges:
    """Return the traffic of both families for a protocol (None: the default ones) and its ports."""
    protocols = DEFAULT_PROTOCOLS if protocol is None else (protocol,)
    starts = [place(family, number, 0) for family in _FAMILY for number in protocols]
    runs = [(start + first, start + last + 1) for first, last in ports for start in starts]
    if len(runs) == len(_FAMILY) and runs[0][0] < runs[0][1]:
        return tuple(runs)  # of one protocol: in order, and they never touch
    return of(runs)


def place(family: int, protocol: int, port: int) -> int:
    """Return the place of one flow on the line."""
    return (_FAMILY_NUMBER[family] * PROTOCOLS + protocol) * PORTS + port


def flows(ranges: Ranges) -> Iterator[Flow]:
    """Yield the flows of a set in order: by family, protocol, port."""
    for first, end in ranges:
        at = first
        while at < end:
            line, port = divmod(at, PORTS)
            family, protocol = divmod(line, PROTOCOLS)
            stop = min(end, (line + 1) * PORTS)
            yield Flow(_FAMILY[family], protocol, port, port + stop - at - 1)
            at = stop


FAMILY_LINE: dict[int, Ranges] = {
    V4: ((0, PROTOCOLS * PORTS),),
    V6: ((PROTOCOLS * PORTS, 2 * PROTOCOLS * PORTS),),
}
"""All traffic of one family."""
