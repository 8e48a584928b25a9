"""Who is let in by a rule: crowds among its sources, and what its destinations and ports mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import acl_protocol, is_self
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.lint.openness import everything_is_open, strangers
from tailcli.policy.autogroups import INTERNET
from tailcli.policy.model import Grant
from tailcli.policy.ports import Destination, Traffic, parse_destination, parse_traffic
from tailcli.policy.selectors import Autogroup, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.ports import PortRange

TCP = 6


class Exposure(NamedTuple):
    """An access rule that lets in people whom the file does not name, and the selector that does."""

    rule: AccessRule
    source: String


class Opened(NamedTuple):
    """One string that opens TCP ports, on which destinations."""

    entry: String
    ports: tuple[PortRange, ...]
    targets: tuple[String, ...]


def exposures(context: Context) -> tuple[Exposure, ...]:
    """Return the access rules that are open to a crowd; none where the policy allows everything anyway.

    Use it as ``context.once(exposures)``.
    """
    if context.once(everything_is_open):
        return ()
    found = ((rule, crowd_source(context, rule.src)) for _, rule in numbered_rules(context))
    return tuple(Exposure(rule, source) for rule, source in found if source is not None)


def crowd_source(context: Context, sources: tuple[String, ...]) -> String | None:
    """Return the first of the sources that lets in members, or guests, whom the file does not name."""
    crowd = context.once(strangers)
    resolver = context.access.resolver
    for source in sources:
        atoms = resolver.source(source.value)
        if (atoms.both | atoms.v4 | atoms.v6) & crowd:
            return source
    return None


def opened_tcp(rule: AccessRule) -> Iterator[Opened]:
    """Yield what a rule opens for TCP on other people's and on tagged devices, string by string."""
    if isinstance(rule, Grant):
        targets = tuple(node for node in rule.dst if _counts(node.value))
        for entry in rule.ip if targets else ():
            traffic = parse_traffic(entry.value)
            if isinstance(traffic, Traffic) and traffic.protocol in {None, TCP}:
                yield Opened(entry, (traffic.ports,), targets)
        return
    protocol = acl_protocol(rule)
    if protocol is None or protocol.number not in {None, TCP}:
        return
    for entry in rule.dst:
        destination = parse_destination(entry.value)
        if isinstance(destination, Destination) and _counts(destination.host):
            yield Opened(entry, destination.ports, (entry,))


def _counts(text: str) -> bool:
    return not is_self(text) and parse_selector(text) != Autogroup(INTERNET)


def target_text(rule: AccessRule, target: String) -> str:
    """Return the selector of a destination; the whole string where it cannot be read."""
    return (selector_text(rule, target) or target.value).strip()
