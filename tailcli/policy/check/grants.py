"""The section ``grants``: sources, destinations, network and application capabilities, ``via``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tailcli.policy.autogroups import INTERNET, ROLES, SELF, Position
from tailcli.policy.capabilities import capability_fault
from tailcli.policy.check.context import Context, Flaw, is_empty, locate, problem_at, value_of, whole
from tailcli.policy.check.postures import check_posture_names, unknown_postures
from tailcli.policy.check.recurring import naming
from tailcli.policy.check.selectors import check_selectors, selector_flaws, wrong_selectors
from tailcli.policy.check.self_source import check_self_sources, is_self
from tailcli.policy.faults import Fault, quote
from tailcli.policy.ports import parse_traffic
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.selectors import Address, Autogroup, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Capability, Grant


def check_grants(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``grants``, grant by grant."""
    grants = context.policy.grants or ()
    for number in _suspects(context, grants):
        grant = grants[number]
        yield from _capabilities(grant)
        yield from check_selectors(context, Position.GRANT_SRC, grant.src)
        yield from _destinations(context, grant)
        yield from check_selectors(context, Position.VIA, grant.via)
        yield from check_posture_names(context, grant.src_posture)


def _suspects(context: Context, grants: tuple[Grant, ...]) -> list[int]:
    """Return the numbers of the grants in which something may be wrong: hardly any of a large policy.

    The same texts recur in its grants, and each is judged once.
    """
    traffic = [grant.ip for grant in grants]
    apps = [_names(grant.app) if grant.app else () for grant in grants]
    found = {number for number, nodes in enumerate(traffic) if not nodes and not apps[number]}
    found |= naming([grant.src for grant in grants], partial(wrong_selectors, context, Position.GRANT_SRC))
    found |= naming([grant.dst for grant in grants], partial(_doubtful_targets, context))
    found |= naming(traffic, _wrong_traffic)
    found |= naming(apps, _wrong_capabilities)
    found |= naming([grant.via for grant in grants], partial(wrong_selectors, context, Position.VIA))
    found |= naming([grant.src_posture for grant in grants], partial(unknown_postures, context))
    return sorted(found)


def _names(app: tuple[Capability, ...]) -> tuple[String, ...]:
    return tuple(capability.name for capability in app)


def _doubtful_targets(context: Context, texts: set[str]) -> set[str]:
    """Return the destinations in which something is wrong, or which not every grant can have."""
    silent = context.silent()
    asked = texts - context.plain_names
    doubtful = {text for text in asked if _is_not_for_all(text) or any(_target(silent, text))}
    context.targets.update(dict.fromkeys(texts - doubtful, ()))
    return doubtful


def _is_not_for_all(text: str) -> bool:
    """Whether it depends on the sources or the capabilities of a grant if it can lead there."""
    selector = parse_selector(text)
    return isinstance(selector, Autogroup) and selector.name in _NOT_FOR_ALL


_NOT_FOR_ALL = frozenset({SELF, INTERNET}) | ROLES


def _wrong_traffic(texts: set[str]) -> set[str]:
    if Fault not in set(map(type, map(parse_traffic, texts))):  # thousands of ports, and nearly always right
        return set()
    return {text for text in texts if isinstance(parse_traffic(text), Fault)}


def _wrong_capabilities(names: set[str]) -> set[str]:
    return {name for name in names if capability_fault(name) is not None}


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
