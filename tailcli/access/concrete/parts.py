"""The access rules of a policy against the nodes of a device list, before they are split up by node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.posture_verdicts import PostureVerdicts, Verdict
from tailcli.access.concrete.selection import Selection, Sources, without_failed
from tailcli.access.concrete.targets import EVERYTHING, reached
from tailcli.access.content import Protocol, access_rules, acl_protocol
from tailcli.access.definitions import Definitions
from tailcli.hujson.plain import to_python
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.ports import (
    ANY_PORT,
    Destination,
    PortRange,
    Traffic,
    parse_destination,
    parse_traffic,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.access.concrete.roster import Roster
    from tailcli.access.concrete.targets import Target
    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.hujson.plain import Plain
    from tailcli.policy.model import Policy


class Opened(NamedTuple):
    """One destination and the ports that are open on it."""

    target: Target
    ports: tuple[PortRange, ...]


class Part(NamedTuple):
    """One access rule with one protocol; None is the default set.

    Attributes:
        via: the nodes that may serve it; None where it is not bound to routers.
    """

    rule: AccessRule | None
    sources: Sources
    protocol: int | None
    opened: tuple[Opened, ...]
    via: int | None = None


class CapabilityPart(NamedTuple):
    """The application capabilities of one grant; ``reached`` are the nodes that get them."""

    rule: Grant
    sources: Sources
    targets: tuple[Target, ...]
    capabilities: Mapping[str, Plain]
    reached: int


class Context(NamedTuple):
    """What the rules of one policy are resolved with."""

    policy: Policy
    roster: Roster
    selection: Selection
    verdicts: PostureVerdicts

    def verdict(self, postures: tuple[String, ...]) -> Verdict:
        """Return the verdict on a rule's postures; where it names none, on the default ones."""
        wanted = postures or self.policy.default_src_posture
        return self.verdicts.of(name.value for name in wanted)


def context(policy: Policy, roster: Roster) -> Context:
    """Return the context of a policy."""
    definitions = Definitions(policy)
    return Context(policy, roster, Selection(roster, definitions), PostureVerdicts(roster, definitions))


def compile_parts(given: Context) -> tuple[Part | CapabilityPart, ...]:
    """Resolve every access rule, in the order of the control plane.

    A source that fails the rule's postures is left out; one of which that is not known is kept, and
    ``given.verdicts`` remembers it.
    """
    return tuple(
        part for rule in access_rules(given.policy) for part in _parts(rule, _sources(rule, given), given)
    )


def _sources(rule: AccessRule | None, given: Context) -> Sources:
    texts = (EVERYTHING,) if rule is None else tuple(text.value for text in rule.src)
    verdict = given.verdict(() if rule is None else rule.src_posture)
    found = given.selection.sources(texts)
    given.verdicts.note(verdict, found.selected)
    return without_failed(found, verdict, given.roster)


def _parts(rule: AccessRule | None, sources: Sources, given: Context) -> Iterator[Part | CapabilityPart]:
    match rule:
        case None:
            yield Part(None, sources, None, (Opened(given.selection.target(EVERYTHING), (ANY_PORT,)),))
        case Grant():
            yield from _of_grant(rule, sources, given)
        case AclRule():
            yield from _of_acl(rule, sources, given)


def _of_grant(grant: Grant, sources: Sources, given: Context) -> Iterator[Part | CapabilityPart]:
    targets = tuple(given.selection.target(text.value) for text in grant.dst)
    via = given.selection.identified(tag.value for tag in grant.via) if grant.via else None
    for protocol, ports in _by_protocol(grant).items():
        yield Part(grant, sources, protocol, tuple(Opened(target, ports) for target in targets), via)
    if grant.app and grant.src and via is None:
        reaches = 0
        for target in targets:
            reaches |= reached(target, given.roster)
        yield CapabilityPart(grant, sources, targets, _capabilities(grant), reaches)


def _by_protocol(grant: Grant) -> dict[int | None, tuple[PortRange, ...]]:
    """Gather the entries of ``ip`` by protocol in the order of their first appearance."""
    found: dict[int | None, tuple[PortRange, ...]] = {}
    for entry in grant.ip:
        parsed = parse_traffic(entry.value)
        if isinstance(parsed, Traffic):
            found[parsed.protocol] = (*found.get(parsed.protocol, ()), parsed.ports)
    return found


def _capabilities(grant: Grant) -> dict[str, Plain]:
    return {
        capability.name.value.strip(): None
        if capability.parameters is None
        else to_python(capability.parameters)
        for capability in grant.app
    }


def _of_acl(rule: AclRule, sources: Sources, given: Context) -> Iterator[Part]:
    protocol = acl_protocol(rule)
    if not isinstance(protocol, Protocol):
        return
    opened = tuple(Opened(given.selection.target(host), ports) for host, ports in _by_host(rule).items())
    yield Part(rule, sources, protocol.number, opened)


def _by_host(rule: AclRule) -> dict[str, tuple[PortRange, ...]]:
    """Gather the destinations by host in the order of their first appearance, ``*`` before all others."""
    found: dict[str, tuple[PortRange, ...]] = {}
    for entry in rule.dst:
        parsed = parse_destination(entry.value)
        if isinstance(parsed, Destination):
            found[parsed.host] = (*found.get(parsed.host, ()), *parsed.ports)
    first = {EVERYTHING: found.pop(EVERYTHING)} if EVERYTHING in found else {}
    return {**first, **found}
