"""Which changed access a test of either version asks about, and so would have noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import OtherMembers
from tailcli.access.ranges import EMPTY, Ranges, overlaps
from tailcli.access.ssh import NONROOT, ROOT, LoginName, OtherLogins
from tailcli.access.traffic import traffic
from tailcli.policy.ports import PortRange, parse_acl_protocol
from tailcli.policy.selectors import Login, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import PolicyTest

TCP_OR_UDP = (6, 17)


class _Asked(NamedTuple):
    """What one assertion is about; ``rights`` are traffic, or numbers of logins."""

    sources: int
    destinations: int
    rights: Ranges


class Noticed:
    """The assertions of both versions: a change of what one of them asks about cannot go unseen."""

    __slots__ = ("_network", "_ssh")

    def __init__(self, sides: Sides) -> None:
        self._network = [asked for version in sides.versions for asked in _network(version)]
        self._ssh = [asked for version in sides.versions for asked in _ssh(version)]

    def network(self, pieces: Iterable[Piece]) -> bool:
        """Tell whether a test asks about any of some pieces of traffic."""
        return any(
            asked.sources & piece.sources
            and asked.destinations & piece.destinations
            and overlaps(asked.rights, piece.rights)
            for piece in pieces
            for asked in self._network
        )

    def ssh(self, sources: int, destinations: int, logins: Iterable[int]) -> bool:
        """Tell whether an SSH test asks about one of the logins there."""
        numbers = set(logins)
        return any(
            asked.sources & sources
            and asked.destinations & destinations
            and any(first in numbers for first, _ in asked.rights)
            for asked in self._ssh
        )


def _network(version: Version) -> Iterator[_Asked]:
    for test in version.policy.tests:
        sources = 0 if test.src is None else _source(test.src.value, version)
        for node in (*test.accept, *test.deny) if sources else ():
            host, _, port = node.value.strip().rpartition(":")
            if port.isascii() and port.isdecimal():
                yield _Asked(sources, _destination(host.strip("[]"), version), _traffic(test, int(port)))


def _traffic(test: PolicyTest, port: int) -> Ranges:
    number = None if test.proto is None else parse_acl_protocol(test.proto.value)
    protocols = (number,) if isinstance(number, int) else TCP_OR_UDP
    found = [traffic(protocol, (PortRange(port, port),)) for protocol in protocols]
    return tuple(sorted(pair for ranges in found for pair in ranges))


def _ssh(version: Version) -> Iterator[_Asked]:
    for test in version.policy.ssh_tests:
        sources = 0 if test.src is None else _source(test.src.value, version)
        logins = _logins({u.value for u in (*test.accept, *test.check, *test.deny)}, version)
        for node in test.dst if sources else ():
            yield _Asked(sources, _destination(node.value, version), logins)


def _logins(names: set[str], version: Version) -> Ranges:
    """Return the classes of accounts by number; a name that no rule says is one of the other accounts."""
    known = {login.name: n for n, login in enumerate(version.ssh.logins) if isinstance(login, LoginName)}
    other = version.ssh.logins.index(OtherLogins())
    numbers = {known.get(name, EMPTY if name in {ROOT, NONROOT} else other) for name in names}
    return tuple(sorted((n, n + 1) for n in numbers if isinstance(n, int)))


def _source(text: str, version: Version) -> int:
    meant = version.access.resolver.source(text)
    return (meant.both | meant.v4 | meant.v6) or _stranger(text, version)


def _destination(text: str, version: Version) -> int:
    meant = version.access.resolver.destination(text)
    return (meant.both | meant.v4 | meant.v6) or _stranger(text, version)


def _stranger(text: str, version: Version) -> int:
    """A login that the rules do not name is one of the members that the policy does not name."""
    is_login = isinstance(parse_selector(text), Login)
    return version.access.universe.bit[OtherMembers(None)] if is_login else 0
