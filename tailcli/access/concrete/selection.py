"""What a selector stands for among the nodes of a device list, as a source and as a destination.

Who is meant by a name is decided in :mod:`tailcli.access.identity`, what hosts, IP sets and named ranges
amount to in ``definitions`` and ``networks``: the same for policies without a device list. Here is only what
the wire makes of it (docs/semantics.md, "Packet filters").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.concrete.roster import address_texts, as_ranges
from tailcli.access.concrete.targets import (
    EVERYTHING,
    Everything,
    Internet,
    Network,
    Networks,
    Nodes,
    OwnNodes,
    leads_to,
    network_of,
)
from tailcli.access.definitions import family
from tailcli.access.identity import identities
from tailcli.access.ranges import subtract
from tailcli.policy.addresses import AddressRange
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    IpSetName,
    Name,
    ServiceName,
    Wildcard,
    parse_selector,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.concrete.posture_verdicts import Verdict
    from tailcli.access.concrete.roster import Roster
    from tailcli.access.concrete.targets import Target
    from tailcli.access.definitions import ByFamily, Definitions
    from tailcli.policy.selectors import Selector


class Sources(NamedTuple):
    """What the sources of a rule stand for.

    Attributes:
        nodes: the nodes named as people, tags or groups: they count with all their addresses.
        networks: what is named by address.
        selected: the nodes that are a source by either.
    """

    nodes: int = 0
    networks: tuple[Network, ...] = ()
    selected: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is a source."""
        return not self.nodes and not self.networks


_ALL = Network(EVERYTHING, networks.ALL)


def _wildcard_parts() -> tuple[Network, ...]:
    parts = (
        AddressRange(version, first, end - 1)
        for version, ranges in networks.WILDCARD_SOURCE.items()
        for first, end in ranges
    )
    return tuple(map(network_of, parts))


WILDCARD = _wildcard_parts()
"""The tailnet's own ranges, as ``*`` has them as a source."""


class Selection:
    """The selectors of one policy among the nodes of one roster. Answers are cached by text.

    Attributes:
        definitions: the names that the policy defines.
    """

    __slots__ = ("_named", "_roster", "_sources", "_targets", "definitions")

    def __init__(self, roster: Roster, definitions: Definitions) -> None:
        self._roster = roster
        self.definitions = definitions
        self._sources: dict[str, Sources] = {}
        self._targets: dict[str, Target] = {}
        self._named: dict[str, int] = {}

    def sources(self, texts: Iterable[str]) -> Sources:
        """Return the union of what the selectors stand for as sources."""
        found = [self.source(text) for text in dict.fromkeys(texts)]
        nodes = selected = 0
        for one in found:
            nodes |= one.nodes
            selected |= one.selected
        named = {network.text: network for one in found for network in one.networks}
        return Sources(nodes, tuple(named.values()), selected)

    def source(self, text: str) -> Sources:
        """Return what one selector stands for as a source."""
        if text not in self._sources:
            self._sources[text] = self._resolve_source(text)
        return self._sources[text]

    def target(self, text: str) -> Target:
        """Return what one selector stands for as a destination."""
        if text not in self._targets:
            self._targets[text] = self._resolve_target(text)
        return self._targets[text]

    def nodes(self, texts: Iterable[str]) -> int:
        """Return the nodes that selectors name: by who they are, by an own address, or all by ``*``."""
        found = 0
        for text in texts:
            found |= self.source(text).selected
        return found

    def asked(self) -> tuple[Selector, ...]:
        """Return every selector that was asked for so far, each once."""
        return tuple(dict.fromkeys(map(parse_selector, (*self._sources, *self._targets, *self._named))))

    def identified(self, texts: Iterable[str]) -> int:
        """Return the nodes that selectors name by who they are."""
        found = 0
        for text in texts:
            if text not in self._named:
                self._named[text] = identities(parse_selector(text), self._roster, self.definitions)
            found |= self._named[text]
        return found

    def _resolve_source(self, text: str) -> Sources:
        selector = parse_selector(text)
        match selector:
            case Wildcard():
                routes = tuple(map(network_of, self._roster.routes))
                return Sources(0, (*WILDCARD, *routes), self._roster.everyone)
            case Autogroup("danger-all"):
                return Sources(0, (_ALL,), self._roster.everyone)
            case Autogroup("shared"):
                return Sources(self._roster.external, (), self._roster.external)
            case Address() | IpSetName() | Name():
                found = self._addresses(selector)
                selected = 0
                for network in found:
                    selected |= self._roster.holding(network.ranges)
                return Sources(0, found, selected)
            case _:
                nodes = identities(selector, self._roster, self.definitions)
                return Sources(nodes, (), nodes)

    def _resolve_target(self, text: str) -> Target:
        selector = parse_selector(text)
        match selector:
            case Wildcard():
                return Everything()
            case Autogroup("internet"):
                return Internet()
            case Autogroup("self"):
                return OwnNodes()
            case Address() | IpSetName() | Name():
                return self._networks(self._addresses(selector))
            case ServiceName():
                return Networks(())
            case _:
                return Nodes(identities(selector, self._roster, self.definitions))

    def _networks(self, found: tuple[Network, ...]) -> Networks:
        held = led_to = 0
        for node in self._roster.nodes:
            for network in found:
                held |= node.bit if node.has_address_in(network.ranges) else 0
                led_to |= node.bit if leads_to(node, network) else 0
        return Networks(found, held, led_to)

    def _addresses(self, selector: Address | IpSetName | Name) -> tuple[Network, ...]:
        """Return addresses as written; an IP set range by range."""
        match selector:
            case IpSetName(name):
                ranges = self.definitions.ipset(name)
            case Address():
                ranges = family(self.definitions.host(selector.text) or selector)
            case Name(name):
                host = self.definitions.host(name)
                ranges = {} if host is None else family(host)
        return tuple(
            network_of(AddressRange(version, first, end - 1))
            for version, parts in ranges.items()
            for first, end in parts
        )


def source_texts(sources: Sources, roster: Roster) -> tuple[str, ...]:
    """Return the sources as the wire has them: each text once, sorted as text."""
    own = (text for node in roster.of(sources.nodes) for text in address_texts(node))
    return tuple(sorted({*own, *(network.text for network in sources.networks)}))


def without_failed(sources: Sources, verdict: Verdict, roster: Roster) -> Sources:
    """Return the sources less the nodes that fail the postures, also where a range holds their address."""
    failed = sources.selected & verdict.failed
    if not failed:
        return sources
    addresses = as_ranges(address for node in roster.of(failed) for address in node.addresses)
    remaining = tuple(part for network in sources.networks for part in _cut(network, addresses))
    return Sources(sources.nodes & ~failed, remaining, sources.selected & ~failed)


def _cut(network: Network, addresses: ByFamily) -> list[Network]:
    left = {v: subtract(part, addresses.get(v, ())) for v, part in network.ranges.items()}
    if left == network.ranges:
        return [network]
    return [
        network_of(AddressRange(version, first, end - 1))
        for version, part in left.items()
        for first, end in part
    ]
