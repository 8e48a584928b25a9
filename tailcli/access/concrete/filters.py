"""The packet filter of each node (docs/semantics.md, "Packet filters")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.parts import CapabilityPart, Part, is_own
from tailcli.access.concrete.roster import address_texts
from tailcli.access.concrete.selection import (
    EVERYTHING,
    Everything,
    Nodes,
    OwnNodes,
    Sources,
    ip_texts,
    own_addresses,
    source_texts,
)
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

COMPANIONS = {DRIVE: "tailscale.com/cap/drive-sharer", RELAY: "tailscale.com/cap/relay-target"}
"""Capabilities that the sources of another one are given towards its destinations."""


class Emission(NamedTuple):
    """What one rule gives on one node, before rules are merged; a rule without ports only keeps a place."""

    sources: tuple[str, ...]
    protocol: int | None
    dst_ports: tuple[DstPort, ...]
    rule: AccessRule | None


class Filters:
    """Makes the filters of the nodes of one roster; what recurs is worked out once."""

    __slots__ = ("_own", "_parts", "_roster", "_selection", "_texts")

    def __init__(
        self, parts: tuple[Part | CapabilityPart, ...], roster: Roster, selection: Selection
    ) -> None:
        self._parts = parts
        self._roster = roster
        self._selection = selection
        self._texts: dict[int, tuple[str, ...]] = {}
        self._own: dict[tuple[int, str], int] = {}

    def of(self, node: Node) -> tuple[FilterRule, ...]:
        """Return the packet filter of a node; empty means that nothing may reach it."""
        merged: dict[tuple[frozenset[str], int | None] | int, FilterRule] = {}
        for emitted in self.emissions(node):
            if isinstance(emitted, FilterRule):
                merged[len(merged)] = emitted
                continue
            key = (frozenset(emitted.sources), emitted.protocol)
            merged[key] = _joined(merged.get(key), emitted)
        return tuple(rule for rule in merged.values() if rule.dst_ports or rule.cap_grants)

    def emissions(self, node: Node) -> Iterator[Emission | FilterRule]:
        """Yield what each rule gives on a node, in order; capabilities as the rules that they become."""
        for part in self._parts:
            match part:
                case Part():
                    yield from self._network(part, node)
                case CapabilityPart():
                    yield from self._capabilities(part, node)

    def _network(self, part: Part, node: Node) -> Iterator[Emission]:
        yield from self._own_nodes(part, node)
        if part.via is not None and not part.via & node.bit:
            return
        if part.sources.is_empty:
            return
        found = tuple(
            DstPort(text, ports)
            for target, opened in part.opened
            for text in ip_texts(target, node, via=part.via is not None)
            for ports in opened
        )
        yield Emission(self._source_texts(part.sources), part.protocol, found, part.rule)

    def _own_nodes(self, part: Part, node: Node) -> Iterator[Emission]:
        opened = tuple(ports for one in part.opened if is_own(one) for ports in one.ports)
        own = self._own_sources(part.sources, node) if opened else 0
        if own:
            found = tuple(DstPort(text, ports) for text in address_texts(node) for ports in opened)
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
        reached = tuple(dict.fromkeys(one for target in part.targets for one in own_addresses(target, node)))
        if reached:
            texts = self._source_texts(part.sources)
            yield _capability_rule(texts, reached, part.capabilities, part)
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
        found = self._selection.source(EVERYTHING) if everything else Sources(self._reached(part))
        if not found.is_empty:
            yield self._source_texts(found)

    def _reached(self, part: CapabilityPart) -> int:
        """The nodes that get the capabilities by who they are or by an own address."""
        found = 0
        for target in part.targets:
            if isinstance(target, Nodes):
                found |= target.nodes
            else:
                for node in self._roster.nodes:
                    found |= node.bit if own_addresses(target, node) else 0
        return found


def _joined(earlier: FilterRule | None, emitted: Emission) -> FilterRule:
    protocols = () if emitted.protocol is None else (emitted.protocol,)
    rules = (emitted.rule,) if emitted.dst_ports else ()
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
