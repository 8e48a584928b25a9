"""Which changed access a test of either version asks about, and so would have noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import Addresses, OtherMembers, RoleHolders, SyncedMembers, bits, every
from tailcli.access.definitions import family
from tailcli.access.ranges import EMPTY, Ranges, overlaps
from tailcli.access.ssh import NONROOT, LoginName, OtherLogins
from tailcli.access.traffic import traffic
from tailcli.access.universe import login_domain
from tailcli.access.vocabulary import ROOT
from tailcli.compare.by_ends import ByEnds
from tailcli.compare.outline import in_full
from tailcli.policy.addresses import V4, V6
from tailcli.policy.ports import PortRange, parse_acl_protocol
from tailcli.policy.selectors import Address, Login, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.atoms import Atom
    from tailcli.compare.subtract import Piece
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import PolicyTest

TCP_OR_UDP = (6, 17)


class _Asked(NamedTuple):
    """What one assertion is about; ``rights`` are traffic, or numbers of logins."""

    sources: int
    destinations: int
    rights: Ranges


class _Devices(NamedTuple):
    """An assertion by the devices that it may be about."""

    sources: int
    destinations: int
    asked: _Asked


class Noticed:
    """The assertions of both versions: a change of what one of them asks about cannot go unseen.

    An assertion about a tailnet address may be about the device of a tag or a person, and one about a login
    about whoever has a role, or is in a group that the file does not define; and the other way round. Whether
    it asks about that is not known.
    """

    __slots__ = ("_network", "_perhaps", "_singles", "_somebody", "_ssh")

    def __init__(self, sides: Sides) -> None:
        universe = sides.new.access.universe
        self._singles = universe.singles
        tailnet = universe.addresses[V4].tailnet | universe.addresses[V6].tailnet
        unknown = bits(
            [n for n, a in enumerate(universe.atoms) if isinstance(a, RoleHolders | SyncedMembers)]
        )
        pairs = (tailnet, universe.identities), (unknown, universe.members)
        self._perhaps = (*pairs, *((told, asked) for asked, told in pairs))
        self._somebody = 1 << len(universe.atoms)
        self._network = self._by_devices(asked for version in sides.versions for asked in _network(version))
        self._ssh = self._by_devices(asked for version in sides.versions for asked in _ssh(version))

    def network(self, pieces: Iterable[Piece]) -> bool | None:
        """Tell whether a test asks about any of some pieces of traffic; None where that is not known."""
        return _any(answer for piece in pieces for answer in self._about(piece))

    def _about(self, piece: Piece) -> Iterator[bool | None]:
        """Yield for each part of a piece what each assertion that may be about it says."""
        parts: dict[Ranges, Sequence[Piece]] = {}
        for asked in self._near(self._network, piece.sources, piece.destinations):
            if asked.rights not in parts:
                parts[asked.rights] = tuple(in_full(piece, self._singles, asked.rights))
            for part in parts[asked.rights]:
                yield self._meets(asked, part.sources, part.destinations)

    def ssh(self, sources: int, destinations: int, logins: Iterable[int]) -> bool | None:
        """Tell whether an SSH test asks about one of the logins there; None where that is not known."""
        numbers = set(logins)
        return _any(
            self._meets(asked, sources, destinations)
            for asked in self._near(self._ssh, sources, destinations)
            if any(first in numbers for first, _ in asked.rights)
        )

    def _by_devices(self, found: Iterable[_Asked]) -> ByEnds[_Devices]:
        return ByEnds(
            _Devices(
                self._maybe(asked.sources, [kind for kind, _ in self._perhaps]),
                self._maybe(asked.destinations, [kind for kind, _ in self._perhaps]),
                asked,
            )
            for asked in found
        )

    def _near(self, found: ByEnds[_Devices], sources: int, destinations: int) -> Iterator[_Asked]:
        """Yield the assertions whose ends may both be the same devices as the given ones."""
        kinds = [kind for _, kind in self._perhaps]
        ends = (self._maybe(end, kinds) for end in (sources, destinations))
        return (one.asked for one in found.meeting(*ends))

    def _maybe(self, atoms: int, kinds: Iterable[int]) -> int:
        """Return an end with marks for what it has of some kinds, behind all atoms.

        The marks of what is asked and of what is told are those of pairs: they meet where both may be the
        same device (:meth:`_may_be`).
        """
        return atoms | every(self._somebody << mark for mark, kind in enumerate(kinds) if atoms & kind)

    def _meets(self, asked: _Asked, sources: int, destinations: int) -> bool | None:
        if asked.sources & sources and asked.destinations & destinations:
            return True
        may = self._may_be(asked.sources, sources) and self._may_be(asked.destinations, destinations)
        return None if may else False

    def _may_be(self, asked: int, told: int) -> bool:
        """Tell whether two ends may be the same device: who has which address, or role, is not known."""
        return bool(asked & told) or any(asked & one and told & other for one, other in self._perhaps)


def _any(answers: Iterable[bool | None]) -> bool | None:
    is_known = True
    for answer in answers:
        if answer:
            return True
        is_known = is_known and answer is not None
    return False if is_known else None


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
    """Return what no rule names: a login is another member, an address is in the class around it."""
    universe = version.access.universe
    selector = parse_selector(text)
    if isinstance(selector, Login):
        return universe.bit.get(OtherMembers(login_domain(selector.login)), universe.bit[OtherMembers(None)])
    address = selector if isinstance(selector, Address) else version.access.definitions.host(text)
    if address is None:
        return 0
    asked = family(address)[address.version]
    return bits([n for n, a in enumerate(universe.atoms) if _holds(a, address.version, asked)])


def _holds(atom: Atom, version: int, ranges: Ranges) -> bool:
    return isinstance(atom, Addresses) and atom.version == version and overlaps(atom.ranges, ranges)
