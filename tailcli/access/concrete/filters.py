"""The packet filter of each node (docs/semantics.md, "Packet filters")."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.concrete import targets
from tailcli.access.concrete.parts import CapabilityPart, Part
from tailcli.access.concrete.roster import address_texts
from tailcli.access.concrete.selection import Sources, source_texts
from tailcli.access.concrete.targets import EVERYTHING, Everything, OwnNodes, ip_texts, own_addresses
from tailcli.access.concrete.wire import CapGrant, DstPort, FilterRule
from tailcli.policy.addresses import BITS, format_address
from tailcli.policy.capabilities import DRIVE, RELAY
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tailcli.access.concrete.roster import Node, Roster
    from tailcli.access.concrete.selection import Selection
    from tailcli.access.content import AccessRule
    from tailcli.hujson.plain import Plain
    from tailcli.policy.addresses import AddressRange
    from tailcli.policy.ports import PortRange

COMPANIONS = {DRIVE: "tailscale.com/cap/drive-sharer", RELAY: "tailscale.com/cap/relay-target"}
"""Capabilities that the sources of another one are given towards its destinations."""


Key: TypeAlias = "tuple[tuple[str, ...], int | None]"
"""What rules with equal keys merge by: the sources, sorted and each once, and the protocol."""


class Emission(NamedTuple):
    """What one rule gives on one node, before rules are merged; a rule without ports only keeps a place."""

    sources: tuple[str, ...]
    protocol: int | None
    dst_ports: tuple[DstPort, ...]
    rule: AccessRule | None


class _Ready(NamedTuple):
    """A part with what is the same for every node.

    ``places`` are the nodes where the rule keeps a place, ``present`` those of them where it opens ports,
    ``own`` the ports that it opens to the nodes of one user.
    """

    part: Part
    sources: tuple[str, ...]
    places: int
    present: int
    own: tuple[PortRange, ...]


class Filters:
    """Makes the filters of the nodes of one roster; what recurs is worked out once."""

    __slots__ = ("_parts", "_roster", "_selection", "_texts")

    def __init__(
        self, parts: tuple[Part | CapabilityPart, ...], roster: Roster, selection: Selection
    ) -> None:
        self._roster = roster
        self._selection = selection
        self._texts: dict[int, tuple[str, ...]] = {}
        self._parts = tuple(self._ready(part) if isinstance(part, Part) else part for part in parts)

    def of(self, node: Node) -> tuple[FilterRule, ...]:
        """Return the packet filter of a node; empty means that nothing may reach it."""
        merged: dict[Key | int, FilterRule | None] = {}
        for emitted in self.emissions(node):
            if isinstance(emitted, FilterRule):
                merged[len(merged)] = emitted
                continue
            key = (emitted.sources, emitted.protocol)
            merged[key] = _joined(merged.get(key), emitted)
        return tuple(rule for rule in merged.values() if rule is not None)

    def emissions(self, node: Node) -> Iterator[Emission | FilterRule]:
        """Yield what each rule gives on a node, in order; capabilities as the rules that they become."""
        bit = node.bit
        for part in self._parts:
            if isinstance(part, CapabilityPart):
                yield from self._capabilities(part, node)
                continue
            if part.own:
                yield from self._own_nodes(part, node)
            if part.places & bit:
                yield self._network(part, node)

    def _ready(self, part: Part) -> _Ready:
        via = part.via is not None
        places = self._roster.all if part.via is None else part.via
        present = 0
        for one in part.opened:
            present |= targets.present(one.target, self._roster, via=via)
        return _Ready(
            part,
            self._source_texts(part.sources),
            0 if part.sources.is_empty else places,
            places & present,
            tuple(ports for one in part.opened if isinstance(one.target, OwnNodes) for ports in one.ports),
        )

    def _network(self, ready: _Ready, node: Node) -> Emission:
        part = ready.part
        if not ready.present & node.bit:
            return Emission(ready.sources, part.protocol, (), part.rule)
        found = tuple(
            DstPort(text, ports)
            for target, opened in part.opened
            for text in ip_texts(target, node, via=part.via is not None)
            for ports in opened
        )
        return Emission(ready.sources, part.protocol, found, part.rule)

    def _own_nodes(self, ready: _Ready, node: Node) -> Iterator[Emission]:
        part = ready.part
        own = self._own_sources(part.sources, node)
        if own:
            found = tuple(DstPort(text, ports) for text in address_texts(node) for ports in ready.own)
            yield Emission(self._source_texts(Sources(own)), part.protocol, found, part.rule)

    def _own_sources(self, sources: Sources, node: Node) -> int:
        """The nodes of the node's own user that are a source; none on a tagged node."""
        user = node.device.user
        return 0 if user is None else sources.selected & self._roster.login(user)

    def _source_texts(self, sources: Sources) -> tuple[str, ...]:
        key = id(sources) if sources.networks else ~sources.nodes
        if key not in self._texts:
            self._texts[key] = source_texts(sources, self._roster)
        return self._texts[key]

    def _capabilities(self, part: CapabilityPart, node: Node) -> Iterator[FilterRule]:
        own = self._own_sources(part.sources, node) if OwnNodes() in part.targets else 0
        if own:
            texts = self._source_texts(Sources(own))
            yield _capability_rule(texts, node.addresses, part.capabilities, part)
        if part.reached & node.bit:
            taken = (one for target in part.targets for one in own_addresses(target, node))
            texts = self._source_texts(part.sources)
            yield _capability_rule(texts, dict.fromkeys(taken), part.capabilities, part)
        yield from self._companions(part, node, own)

    def _companions(self, part: CapabilityPart, node: Node, own: int) -> Iterator[FilterRule]:
        """The capabilities in the other direction, on a node that is a source."""
        names = sorted(COMPANIONS[name] for name in part.capabilities if name in COMPANIONS)
        if not names or not part.sources.selected & node.bit:
            return
        for texts in self._companion_sources(part, own):
            for name in names:
                yield _capability_rule(texts, node.addresses, {name: None}, part)

    def _companion_sources(self, part: CapabilityPart, own: int) -> Iterator[tuple[str, ...]]:
        if own:
            yield self._source_texts(Sources(own))
        everything = Everything() in part.targets
        found = self._selection.source(EVERYTHING) if everything else Sources(part.reached)
        if not found.is_empty:
            yield self._source_texts(found)


def _joined(earlier: FilterRule | None, emitted: Emission) -> FilterRule | None:
    if not emitted.dst_ports:
        return earlier
    protocols = () if emitted.protocol is None else (emitted.protocol,)
    rules = (emitted.rule,)
    if earlier is None:
        return FilterRule(emitted.sources, emitted.dst_ports, protocols, (), rules)
    return earlier._replace(
        dst_ports=(*earlier.dst_ports, *emitted.dst_ports), rules=(*earlier.rules, *rules)
    )


def _capability_rule(
    sources: tuple[str, ...],
    destinations: Iterable[AddressRange],
    capabilities: Mapping[str, Plain],
    part: CapabilityPart,
) -> FilterRule:
    texts = tuple(f"{format_address(a.version, a.first)}/{BITS[a.version]}" for a in destinations)
    return FilterRule(sources, cap_grants=(CapGrant(texts, capabilities),), rules=(part.rule,))
