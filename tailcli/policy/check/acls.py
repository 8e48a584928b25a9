"""The section ``acls``: action, protocol, sources, destinations with their ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.addresses import parse_network
from tailcli.policy.autogroups import Position
from tailcli.policy.check.context import Context, Flaw, locate, whole
from tailcli.policy.check.postures import check_posture_names
from tailcli.policy.check.selectors import check_selectors, selector_flaws
from tailcli.policy.check.self_source import check_self_sources, is_self
from tailcli.policy.faults import Fault, quote
from tailcli.policy.ports import Destination, parse_acl_protocol, parse_destination
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import Name, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import AclRule
    from tailcli.policy.problems import Problem

_ACCEPT = "accept"


def check_acls(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``acls``, rule by rule."""
    for rule in context.policy.acls or ():
        yield from _action(rule.action)
        yield from _protocol(rule.proto)
        yield from check_selectors(context, Position.ACL_SRC, rule.src)
        yield from _destinations(context, rule)
        yield from check_posture_names(context, rule.src_posture)


def _action(node: String | None) -> Iterator[Problem]:
    if node is None or node.value.strip() == _ACCEPT:
        return
    action = node.value
    proven = action.strip().lower() != _ACCEPT and bool(action)
    server = f"action={quote(action)} is not supported" if proven else None
    fault = whole(action, f"the action {quote(action)} does not exist", server, _ACTION_HINT)
    yield locate(Kind.ACTION, node, fault._replace(allowed=(_ACCEPT,)))


_ACTION_HINT = 'the only action is "accept": what no rule accepts is denied'


def _protocol(node: String | None) -> Iterator[Problem]:
    if node is not None:
        parsed = parse_acl_protocol(node.value)
        if isinstance(parsed, Fault):
            yield locate(Kind.BAD_PROTOCOL, node, parsed)


def _destinations(context: Context, rule: AclRule) -> Iterator[Problem]:
    has_self = False
    for node in rule.dst:
        flaws = context.entries.get(node.value)
        if flaws is None:
            flaws = context.entries[node.value] = tuple(_entry(context, node.value))
        for kind, fault in flaws:
            yield locate(kind, node, fault)
        parsed = parse_destination(node.value)
        has_self = has_self or (isinstance(parsed, Destination) and is_self(parsed.host))
    if has_self:
        yield from check_self_sources(context, rule.src, wildcard_is_fine=True)


def _entry(context: Context, text: str) -> Iterator[Flaw]:
    parsed = parse_destination(text)
    prefix = f"dst={quote(text.strip())}: "
    if isinstance(parsed, Fault):
        server = None if parsed.server is None else prefix + parsed.server
        if _lacks_ports(text):
            yield Flaw(Kind.MISSING_PORT, _without_ports(text, server))
        else:
            yield Flaw(_kind(text), parsed._replace(server=server))
            yield from _name_before_ports(context, text)
        return
    if _is_unknown(context, parsed.host) and _lacks_ports(text):
        yield Flaw(Kind.MISSING_PORT, _without_ports(text, None))
        return
    for kind, fault in selector_flaws(context, Position.ACL_DST, parsed.host):
        yield Flaw(kind, fault.moved(parsed.start))


def _name_before_ports(context: Context, text: str) -> Iterator[Flaw]:
    """Say what is wrong with the name, where the ports are wrong as well and it is clear what the name is."""
    host = text.strip().rpartition(":")[0]
    prefix, colon, rest = host.partition(":")
    if colon and prefix in _PREFIXES and ":" not in rest and "," not in rest:
        start = len(text) - len(text.lstrip())
        for kind, fault in selector_flaws(context, Position.ACL_DST, host):
            yield Flaw(kind, fault.moved(start))


def _kind(text: str) -> Kind:
    host, colon, ports = text.strip().rpartition(":")
    return Kind.BAD_PORT if colon and ports and "," not in host else Kind.MISSING_PORT


def _lacks_ports(text: str) -> bool:
    """Whether the whole entry is a selector: ``web``, ``tag:web``, ``fd7a::1``."""
    entry = text.strip()
    prefix, colon, rest = entry.partition(":")
    if not colon:
        return True
    if ":" not in rest:
        return prefix in _PREFIXES
    return parse_network(entry) is not None


_PREFIXES = frozenset({"autogroup", "group", "tag", "ipset", "svc", "user"})


def _is_unknown(context: Context, text: str) -> bool:
    selector = parse_selector(text)
    return isinstance(selector, Name) and selector.name not in context.hosts


def _without_ports(text: str, server: str | None) -> Fault:
    entry = text.strip()
    if not entry:
        return whole(text, "the destination is empty", server, "name a destination and its ports")
    fault = whole(text, f"destination {quote(entry)} has no ports", server, "write the ports after a colon")
    return fault._replace(allowed=(f"{entry}:*",))
