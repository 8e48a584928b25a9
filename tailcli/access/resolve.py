"""What each selector stands for, in atoms; with ``identity`` and ``compile`` the only place that knows.

Every claim is in docs/semantics.md ("Selectors"). A name that cannot be resolved stands for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.atoms import (
    AtomSet,
    OtherMembers,
    RoleHolders,
    Services,
    SubnetHosts,
    SyncedMembers,
    TaggedDevices,
)
from tailcli.access.conditions import posture_alternatives
from tailcli.access.definitions import family
from tailcli.access.identity import identities, logins
from tailcli.access.meaning import Meanings, is_alike
from tailcli.access.ranges import contains
from tailcli.access.universe import login_domain
from tailcli.policy.addresses import V4, V6
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    IpSetName,
    Name,
    ServiceName,
    Wildcard,
    parse_selector,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.conditions import Alternative
    from tailcli.access.definitions import ByFamily, Definitions
    from tailcli.access.universe import Universe
    from tailcli.policy.selectors import Selector

NOBODY = AtomSet()


class Resolver:
    """The selectors of one policy in one universe. Answers are cached by text.

    What stands for the same in another version is taken from the resolver of that version.

    Attributes:
        definitions: the names that the policy defines.
        members: who is a member of the tailnet.
        shared: who is not, but a user of another one.
    """

    __slots__ = (
        "_classes",
        "_destinations",
        "_fragment",
        "_like",
        "_meanings",
        "_reached",
        "_sources",
        "_universe",
        "definitions",
        "members",
        "shared",
    )

    def __init__(
        self,
        universe: Universe,
        definitions: Definitions,
        *,
        fragment: bool = False,
        like: Resolver | None = None,
        guests: int = 0,
    ) -> None:
        """Resolve in ``universe``; in a fragment an undefined tag or group is taken as defined elsewhere.

        ``like`` is a resolver of the same universe, for a fragment if this is one. ``guests`` are people who
        are taken for users of other tailnets as sources, beside those who are known to be.
        """
        self._universe = universe
        self.members = universe.members & ~guests
        self.shared = universe.shared | guests
        self._classes = _Classes(universe, self.members)
        self._reached = _Classes(universe, universe.members) if guests else self._classes
        self.definitions = definitions
        self._fragment = fragment
        self._like = like
        self._sources: dict[str, AtomSet] = {}
        self._destinations: dict[str, AtomSet] = {}
        self._meanings: dict[int, tuple[Resolver, Meanings]] = {}

    def supposing(self, guests: int) -> Resolver:
        """Return one that takes some people for guests, as sources; else it answers as this one does."""
        return Resolver(self._universe, self.definitions, fragment=self._fragment, guests=guests)

    def held_against(self, other: Resolver) -> Meanings:
        """Return what words stand for here and in another version of the same universe, held together."""
        known = self._meanings.get(id(other))
        if known is None:
            known = self._meanings[id(other)] = (other, Meanings(self, other))
        return known[1]

    def sources(self, texts: Iterable[str]) -> AtomSet:
        """Return the union of what the selectors stand for as sources."""
        wanted = tuple(texts)
        if len(wanted) == 1:
            return self.source(wanted[0])
        found = NOBODY
        for text in wanted:
            found |= self.source(text)
        return found

    def destinations(self, texts: Iterable[str]) -> AtomSet:
        """Return what the selectors stand for as destinations; ``autogroup:self`` adds nothing."""
        wanted = tuple(texts)
        if len(wanted) == 1:
            return self.destination(wanted[0])
        found = NOBODY
        for text in wanted:
            found |= self.destination(text)
        return found

    def source(self, text: str) -> AtomSet:
        """Return what a selector stands for as a source."""
        if text not in self._sources:
            selector = parse_selector(text)
            like = self._alike(selector)
            self._sources[text] = self._resolve_source(selector) if like is None else like.source(text)
        return self._sources[text]

    def destination(self, text: str) -> AtomSet:
        """Return what a selector stands for as a destination."""
        if text not in self._destinations:
            selector = parse_selector(text)
            like = self._alike(selector)
            self._destinations[text] = (
                self._resolve_destination(selector) if like is None else like.destination(text)
            )
        return self._destinations[text]

    def postures(self, names: Iterable[str]) -> tuple[Alternative, ...]:
        """Return the alternatives that the named postures allow; without a name there is no condition."""
        return posture_alternatives(names, self.definitions.postures, fragment=self._fragment)

    def people(self, text: str) -> int:
        """Return the people and tagged devices that a selector names (owners, approvers)."""
        return self._identity(parse_selector(text), self._classes)

    def _alike(self, selector: Selector) -> Resolver | None:
        """Return the resolver of the other version if it answers the same about a selector."""
        like = self._like
        if like is None or not is_alike(selector, self.definitions, like.definitions):
            return None
        return like

    def _resolve_source(self, selector: Selector) -> AtomSet:
        universe = self._universe
        match selector:
            case Wildcard():
                return self._everyone(networks.WILDCARD_SOURCE)
            case Autogroup("danger-all"):
                return self._everyone(networks.ALL)
            case Autogroup("shared"):
                return AtomSet(self.shared)
            case Address() | IpSetName() | Name():
                devices = universe.identities | self.shared
                return self._addresses(selector, devices, universe.bit[SubnetHosts()])
            case _:
                return AtomSet(self._identity(selector, self._classes))

    def _resolve_destination(self, selector: Selector) -> AtomSet:
        """Guests' devices are no destination: what reaches them is decided in their own tailnet."""
        universe = self._universe
        match selector:
            case Wildcard():
                everything = universe.identities | universe.services
                return AtomSet(everything, universe.addresses[V4].all, universe.addresses[V6].all)
            case Autogroup("internet"):
                return self._covered(networks.INTERNET, 0, 0)
            case ServiceName(name):
                return AtomSet(universe.bit.get(Services(name), 0))
            case Address() | IpSetName() | Name():
                return self._addresses(selector, universe.identities, 0)
            case _:
                return AtomSet(self._identity(selector, self._reached) & ~universe.guests)

    def _everyone(self, addresses: ByFamily) -> AtomSet:
        universe = self._universe
        strangers = self.shared | universe.bit[SubnetHosts()]
        return AtomSet(
            universe.identities | strangers,
            universe.addresses[V4].within(addresses[V4]),
            universe.addresses[V6].within(addresses[V6]),
        )

    def _addresses(self, selector: Address | IpSetName | Name, devices: int, routed: int) -> AtomSet:
        match selector:
            case IpSetName(name):
                ranges = self.definitions.ipset(name)
            case Address():
                ranges = family(self.definitions.host(selector.text) or selector)
            case Name(name):
                host = self.definitions.host(name)
                ranges = {} if host is None else family(host)
        return self._covered(ranges, devices, routed)

    def _covered(self, ranges: ByFamily, devices: int, routed: int) -> AtomSet:
        """Return the addresses in ``ranges``; where they cover the tailnet's range, with all its ``devices``.

        ``routed`` (hosts behind subnet routes) are covered only by a whole family.
        """
        within = {V4: 0, V6: 0}
        for version, part in ranges.items():
            within[version] = self._universe.addresses[version].within(part)
            if contains(part, networks.TAILNET[version]):
                within[version] |= devices
            if part == networks.ALL[version]:
                within[version] |= routed
        return AtomSet(0, within[V4], within[V6])

    def _identity(self, selector: Selector, among: _Classes) -> int:
        return identities(selector, among, self.definitions, fragment=self._fragment)


class _Classes:
    """The classes of a universe as the population that selectors choose from."""

    __slots__ = ("_universe", "members", "tagged")

    def __init__(self, universe: Universe, members: int) -> None:
        self._universe = universe
        self.members = members
        self.tagged = universe.tagged

    def login(self, login: str) -> int:
        """Return the class of a login."""
        return self._universe.login_bits.get(login, 0)

    def tag(self, tag: str) -> int:
        """Return the class of the devices with a tag."""
        return self._universe.bit.get(TaggedDevices(tag), 0)

    def synced(self, group: str) -> int:
        """Return the class of the members of a synced group."""
        return self._universe.bit.get(SyncedMembers(group), 0)

    def domain(self, domain: str) -> int:
        """Return the classes of a domain's people: those who are named, and all others."""
        named = [login for login in self._universe.login_bits if login_domain(login) == domain]
        return logins(named, self) & self.members | self._universe.bit.get(OtherMembers(domain), 0)

    def role(self, role: str) -> int:
        """Return the class of the people with a role."""
        return self._universe.bit.get(RoleHolders(role), 0)
