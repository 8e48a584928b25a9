"""The section ``grants``: sources, destinations, network and application capabilities, ``via``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import INTERNET, ROLES, Position
from tailcli.policy.capabilities import capability_fault
from tailcli.policy.check.context import Context, Flaw, is_empty, locate, problem_at, value_of, whole
from tailcli.policy.check.postures import check_posture_names
from tailcli.policy.check.selectors import check_selectors, selector_flaws
from tailcli.policy.check.self_source import check_self_sources, is_self
from tailcli.policy.faults import Fault, quote
from tailcli.policy.ports import parse_traffic
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.selectors import Address, Autogroup, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Grant


def check_grants(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``grants``, grant by grant."""
    right = _Right(set(), set())
    for grant in context.policy.grants or ():
        if right.knows(grant):
            continue
        yield from _capabilities(grant)
        yield from check_selectors(context, Position.GRANT_SRC, grant.src)
        yield from _destinations(context, grant)
        yield from check_selectors(context, Position.VIA, grant.via)
        yield from check_posture_names(context, grant.src_posture)
        right.learn(context, grant)


class _Right(NamedTuple):
    """Sources, and destinations other than one's own devices, that were looked at and found right."""

    sources: set[str]
    destinations: set[str]

    def knows(self, grant: Grant) -> bool:
        """Whether a grant says nothing else: nearly every one of a large policy."""
        _, _, src, dst, ip, app, postures, via, _ = grant
        if app or postures or via:
            return False
        for node in src:
            if node.value not in self.sources:
                return False
        for node in dst:
            if node.value not in self.destinations:
                return False
        for node in ip:
            if isinstance(parse_traffic(node.value), Fault):
                return False
        return bool(ip)

    def learn(self, context: Context, grant: Grant) -> None:
        """Take note of what the checks found right in a grant."""
        sources = context.flaws[Position.GRANT_SRC]
        self.sources.update(node.value for node in grant.src if sources.get(node.value) == ())
        destinations = (node.value for node in grant.dst if context.targets.get(node.value) == ())
        self.destinations.update(text for text in destinations if not is_self(text))


def _capabilities(grant: Grant) -> Iterator[Problem]:
    if not grant.ip and not grant.app and not _has_content(grant):
        message = "the grant gives nothing: it has neither network nor application capabilities"
        hint = 'add "ip": ["tcp:443"] or an "app"'
        nothing = Fault(0, 0, message, "ip and app can not both be empty", hint)
        yield problem_at(Kind.GRANT_EMPTY, grant.node.span, nothing)
    for node in grant.ip:
        parsed = parse_traffic(node.value)
        if isinstance(parsed, Fault):
            yield locate(_traffic_kind(parsed), node, parsed)
    for capability in grant.app:
        fault = capability_fault(capability.name.value)
        if fault is not None:
            yield locate(Kind.CAPABILITY_NAME, capability.name, fault)


def _has_content(grant: Grant) -> bool:
    """Whether ``ip`` or ``app`` holds something that the decoder could not read (and has reported)."""
    values = (value_of(grant.node, grant.keys.get(name)) for name in ("ip", "app"))
    return any(value is not None and not is_empty(value) for value in values)


def _traffic_kind(fault: Fault) -> Kind:
    server = fault.server or ""
    return Kind.BAD_PROTOCOL if server.startswith(("proto name", "empty protocol")) else Kind.BAD_PORT


def _destinations(context: Context, grant: Grant) -> Iterator[Problem]:
    for node in grant.dst:
        flaws = context.targets.get(node.value)
        if flaws is None:
            flaws = context.targets[node.value] = tuple(_target(context, node.value))
        for kind, fault in flaws:
            yield locate(kind, node, fault)
        if grant.app:
            yield from _app_destination(node)
    if any(is_self(node.value) for node in grant.dst):
        yield from check_self_sources(context, grant.src, wildcard_is_fine=False)


def _target(context: Context, text: str) -> Iterator[Flaw]:
    name = text.strip()
    selector = parse_selector(text)
    if isinstance(selector, Address) and "/" in name and selector.first == 0 and name.endswith("/0"):
        server = f'dst {quote(name)}: to allow all IP addresses, use "*" or "autogroup:internet"'
        fault = whole(text, f"a grant cannot lead to {quote(name)}", server, _DEFAULT_ROUTE_HINT)
        yield Flaw(Kind.DEFAULT_ROUTE_DST, fault._replace(allowed=("autogroup:internet", "*")))
        return
    yield from selector_flaws(context, Position.GRANT_DST, text)


_DEFAULT_ROUTE_HINT = "say whether the internet is meant or every address, the tailnet's too"


def _app_destination(node: String) -> Iterator[Problem]:
    selector = parse_selector(node.value)
    if not isinstance(selector, Autogroup):
        return
    if selector.name == INTERNET:
        server = "cannot use app grants with autogroup:internet"
        message = "an application capability cannot be given on autogroup:internet"
        yield locate(Kind.APP_TO_INTERNET, node, whole(node.value, message, server))
    elif selector.name in ROLES:
        message = f"{quote(node.value.strip())} cannot be the destination of an application capability"
        yield locate(Kind.AUTOGROUP_POSITION, node, whole(node.value, message))
