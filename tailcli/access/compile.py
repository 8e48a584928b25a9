"""From the rules of a policy to boxes: sources x destinations x rights, under one alternative of conditions.

Together with ``resolve`` the only place that knows what the control plane makes of a rule; the claims are in
docs/semantics.md ("Rules"). A policy only ever adds access, so it is the union of its boxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tailcli.access.atoms import AtomSet
from tailcli.access.conditions import posture_alternatives, via_alternatives
from tailcli.access.definitions import Definitions
from tailcli.access.permissions import Permission, covers, permissions
from tailcli.access.ranges import EMPTY, Ranges, intersect, of, union
from tailcli.access.resolve import NOBODY, Resolver
from tailcli.access.traffic import FAMILY_LINE, traffic
from tailcli.access.universe import Universe
from tailcli.policy.addresses import V4, V6
from tailcli.policy.autogroups import SELF
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.ports import (
    ANY_PORT,
    Destination,
    Traffic,
    parse_acl_protocol,
    parse_destination,
    parse_traffic,
)
from tailcli.policy.selectors import Autogroup, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy

AccessRule: TypeAlias = Grant | AclRule

OWN = 1
"""The bit of ``OwnDevices`` as a destination."""


class Box(NamedTuple):
    """Every source may use every right on every destination, if the alternative holds.

    ``rights`` is traffic in a network box and permission numbers in an application box. ``rule`` is the
    number of the rule in ``Access.rules``. The pair of one person with that person's own class as the
    destination says nothing in a box: own devices are the destination ``OwnDevices``.
    """

    sources: int
    destinations: int
    rights: Ranges
    alternative: Alternative
    rule: int


class Access(NamedTuple):
    """All that a policy gives, as boxes.

    Attributes:
        universe: what the bits mean.
        rules: the access rules in the order in which the control plane takes them (grants, then acls);
            None stands for the allow-all that holds where a policy has neither section.
        network: boxes of traffic (:mod:`tailcli.access.traffic`).
        application: boxes of permissions, numbers into ``permissions``.
        permissions: every permission that any policy of the universe grants.
    """

    universe: Universe
    definitions: Definitions
    resolver: Resolver
    rules: tuple[AccessRule | None, ...]
    network: tuple[Box, ...]
    application: tuple[Box, ...]
    permissions: tuple[Permission, ...]


def compile_policy(policy: Policy, *, fragment: bool = False) -> Access:
    """Compile one policy in a universe of its own."""
    return compile_together([policy], fragment=fragment)[0]


def compile_together(policies: Sequence[Policy], *, fragment: bool = False) -> tuple[Access, ...]:
    """Compile policies in one universe, so that their accesses can be compared bit by bit."""
    universe = Universe(policies)
    rights = _permission_sets(policies)
    return tuple(_Compiler(policy, universe, rights, fragment=fragment).run() for policy in policies)


def access_rules(policy: Policy) -> tuple[AccessRule | None, ...]:
    """Return the access rules in effect: grants, then acls; one None where neither section is present."""
    if policy.acls is None and policy.grants is None:
        return (None,)
    return (*(policy.grants or ()), *(policy.acls or ()))


def _permission_sets(policies: Sequence[Policy]) -> dict[Permission, Ranges]:
    """Number every permission, and give for each the numbers of all that it covers."""
    known = dict.fromkeys(
        permission
        for policy in policies
        for grant in policy.grants or ()
        for capability in grant.app
        for permission in permissions(capability)
    )
    numbered: dict[str, list[tuple[int, Permission]]] = {}
    for number, permission in enumerate(known):
        numbered.setdefault(permission.capability, []).append((number, permission))
    return {
        wide: of((n, n + 1) for n, narrow in numbered[wide.capability] if covers(wide, narrow))
        for wide in known
    }


class _Compiler:
    """Compiles the rules of one policy; lists that recur are resolved once."""

    def __init__(
        self, policy: Policy, universe: Universe, rights: dict[Permission, Ranges], *, fragment: bool
    ) -> None:
        self._policy = policy
        self._universe = universe
        self._rights = rights
        self._definitions = Definitions(policy)
        self._resolver = Resolver(universe, self._definitions, fragment=fragment)
        self._default_posture = tuple(name.value for name in policy.default_src_posture)
        self._lists: dict[tuple[bool, tuple[str, ...]], AtomSet] = {}
        self._network: list[Box] = []
        self._application: list[Box] = []

    def run(self) -> Access:
        rules = access_rules(self._policy)
        for number, rule in enumerate(rules):
            self._compile(number, rule)
        return Access(
            self._universe,
            self._definitions,
            self._resolver,
            rules,
            tuple(self._network),
            tuple(self._application),
            tuple(self._rights),
        )

    def _compile(self, number: int, rule: AccessRule | None) -> None:
        match rule:
            case None:
                everything = traffic(None, (ANY_PORT,))
                conditions = posture_alternatives(self._default_posture, self._definitions.postures)
                self._add(
                    number,
                    self._resolver.source("*"),
                    self._resolver.destination("*"),
                    everything,
                    conditions,
                )
            case Grant():
                self._compile_grant(number, rule)
            case AclRule():
                self._compile_acl(number, rule)

    def _compile_grant(self, number: int, grant: Grant) -> None:
        sources = self._sources(grant.src)
        postures = self._postures(grant.src_posture)
        texts = tuple(dst.value for dst in grant.dst)
        opened = grant_traffic(grant)
        if grant.via:
            conditions = _both(postures, via_alternatives(tag.value for tag in grant.via))
            routed = self._destinations(texts)._replace(both=0)
            self._add(number, sources, self._addresses_only(routed), opened, conditions)
            return
        self._add(number, sources, self._destinations(texts), opened, postures)
        self._add_own(number, sources, texts, opened, postures)
        self._compile_app(number, grant, sources, postures)

    def _compile_acl(self, number: int, rule: AclRule) -> None:
        protocol = acl_protocol(rule)
        if not isinstance(protocol, Protocol):
            return
        sources = self._sources(rule.src)
        postures = self._postures(rule.src_posture)
        for opened, texts in _by_traffic(rule, protocol).items():
            self._add(number, sources, self._destinations(texts), opened, postures)
            self._add_own(number, sources, texts, opened, postures)

    def _compile_app(
        self, number: int, grant: Grant, sources: AtomSet, conditions: tuple[Alternative, ...]
    ) -> None:
        given = [self._rights[p] for capability in grant.app for p in permissions(capability)]
        rights = of(pair for ranges in given for pair in ranges)
        if not rights:
            return
        texts = tuple(dst.value for dst in grant.dst)
        devices = self._devices_only(self._destinations(texts))
        own = self._own_sources(sources, texts) | (sources.both & devices.both & self._universe.members)
        everyone = sources.both | sources.v4 | sources.v6
        reached = devices.both | devices.v4 | devices.v6
        for alternative in conditions:
            if everyone and reached:
                self._application.append(Box(everyone, reached, rights, alternative, number))
            if own:
                self._application.append(Box(own, OWN, rights, alternative, number))

    def _add(
        self,
        number: int,
        sources: AtomSet,
        destinations: AtomSet,
        opened: Ranges,
        conditions: tuple[Alternative, ...],
    ) -> None:
        own = sources.both & destinations.both & self._universe.members
        for from_, to, part in _by_family(sources, destinations, opened):
            for alternative in conditions:
                self._network.append(Box(from_, to, part, alternative, number))
        if own and opened:
            self._network += [Box(own, OWN, opened, alternative, number) for alternative in conditions]

    def _add_own(
        self,
        number: int,
        sources: AtomSet,
        texts: tuple[str, ...],
        opened: Ranges,
        conditions: tuple[Alternative, ...],
    ) -> None:
        own = self._own_sources(sources, texts)
        if own and opened:
            self._network += [Box(own, OWN, opened, alternative, number) for alternative in conditions]

    def _own_sources(self, sources: AtomSet, texts: tuple[str, ...]) -> int:
        return sources.both & self._universe.members if any(map(is_self, texts)) else 0

    def _sources(self, strings: Iterable[String]) -> AtomSet:
        key = (True, tuple(string.value for string in strings))
        if key not in self._lists:
            self._lists[key] = self._resolver.sources(key[1])
        return self._lists[key]

    def _destinations(self, texts: tuple[str, ...]) -> AtomSet:
        key = (False, texts)
        if key not in self._lists:
            self._lists[key] = self._resolver.destinations(texts)
        return self._lists[key]

    def _postures(self, names: tuple[String, ...]) -> tuple[Alternative, ...]:
        wanted = tuple(name.value for name in names) or self._default_posture
        return posture_alternatives(wanted, self._definitions.postures)

    def _addresses_only(self, destinations: AtomSet) -> AtomSet:
        addresses = self._universe.addresses
        return AtomSet(0, destinations.v4 & addresses[V4].all, destinations.v6 & addresses[V6].all)

    def _devices_only(self, destinations: AtomSet) -> AtomSet:
        """Application capabilities reach devices by their own addresses, never what lies behind them."""
        universe = self._universe
        return AtomSet(
            destinations.both,
            destinations.v4 & (universe.identities | universe.addresses[V4].tailnet),
            destinations.v6 & (universe.identities | universe.addresses[V6].tailnet),
        )


def _both(left: tuple[Alternative, ...], right: tuple[Alternative, ...]) -> tuple[Alternative, ...]:
    return tuple(dict.fromkeys(a | b for a in left for b in right))


def _by_family(sources: AtomSet, destinations: AtomSet, opened: Ranges) -> Iterator[tuple[int, int, Ranges]]:
    """Split where a selector reaches by one family only; otherwise both families share a box."""
    if NOBODY in (sources, destinations) or not opened:
        return
    if not (sources.v4 or sources.v6 or destinations.v4 or destinations.v6):
        yield sources.both, destinations.both, opened
        return
    for version, from_, to in ((V4, sources.v4, destinations.v4), (V6, sources.v6, destinations.v6)):
        part = intersect(opened, FAMILY_LINE[version])
        if part and (sources.both | from_) and (destinations.both | to):
            yield sources.both | from_, destinations.both | to, part


def _by_traffic(rule: AclRule, protocol: Protocol) -> dict[Ranges, tuple[str, ...]]:
    """Gather the destinations of an ACL rule by what is open on them, leaving out what cannot be read."""
    found: dict[Ranges, list[str]] = {}
    for entry in rule.dst:
        parsed = parse_destination(entry.value)
        if isinstance(parsed, Destination):
            found.setdefault(traffic(protocol.number, parsed.ports), []).append(parsed.host)
    return {opened: tuple(hosts) for opened, hosts in found.items()}


class Protocol(NamedTuple):
    """The protocol of an ACL rule; None is the default set."""

    number: int | None


def acl_protocol(rule: AclRule) -> Protocol | None:
    """Return the protocol of a rule; None where the rule gives nothing (wrong action or protocol)."""
    if rule.action is None or rule.action.value.strip() != "accept":
        return None
    if rule.proto is None:
        return Protocol(None)
    number = parse_acl_protocol(rule.proto.value)
    return Protocol(number) if number is None or isinstance(number, int) else None


def grant_traffic(grant: Grant) -> Ranges:
    """Return all traffic that a grant's ``ip`` opens; entries that cannot be read open nothing."""
    opened = EMPTY
    for entry in grant.ip:
        parsed = parse_traffic(entry.value)
        if isinstance(parsed, Traffic):
            opened = union(opened, traffic(parsed.protocol, (parsed.ports,)))
    return opened


def is_self(text: str) -> bool:
    """Tell whether a destination is ``autogroup:self``."""
    return parse_selector(text) == Autogroup(SELF)
