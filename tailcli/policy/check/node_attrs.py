"""The section ``nodeAttrs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Object, String
from tailcli.policy.addresses import BITS, V4, AddressRange, format_range, parse_prefix
from tailcli.policy.autogroups import Position
from tailcli.policy.capabilities import APP_CONNECTORS
from tailcli.policy.check.context import Context, locate, whole
from tailcli.policy.check.selectors import check_selectors
from tailcli.policy.faults import quote
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Capability
    from tailcli.policy.problems import Problem


def _block(address: str, bits: int) -> AddressRange:
    first = int.from_bytes(bytes(int(part) for part in address.split(".")), "big")
    return AddressRange(V4, first, first + (1 << (BITS[V4] - bits)) - 1)


_TAILNET = _block("100.64.0.0", 10)
_PROVEN_RESERVED = _block("100.100.100.0", 24)
_RESERVED = (_block("100.100.0.0", 24), _PROVEN_RESERVED, _block("100.115.92.0", 23))


def check_node_attrs(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``nodeAttrs``, entry by entry."""
    for entry in context.policy.node_attrs:
        yield from check_selectors(context, Position.NODE_ATTR_TARGET, entry.target)
        for node in entry.ip_pool:
            yield from _pool(node)
        for capability in entry.app:
            if capability.name.value == APP_CONNECTORS:
                yield from _connectors(context, capability)


def _pool(node: String) -> Iterator[Problem]:
    text = node.value.strip()
    prefix = parse_prefix(text)
    if prefix is None:
        yield locate(Kind.IP_POOL, node, whole(node.value, f"{quote(text)} is not a CIDR"))
        return
    if not _TAILNET.contains(prefix.range):
        message = f"{quote(text)} is not inside 100.64.0.0/10, from which tailnet addresses come"
        yield locate(Kind.IP_POOL, node, whole(node.value, message))
        return
    for reserved in _RESERVED:
        if reserved.overlaps(prefix.range):
            proven = _PROVEN_RESERVED.contains(prefix.range)
            server = f"IPPool({text}): network within reserved range" if proven else None
            message = f"{quote(text)} overlaps the reserved range {format_range(reserved)}"
            yield locate(Kind.IP_POOL, node, whole(node.value, message, server))
            return


def _connectors(context: Context, capability: Capability) -> Iterator[Problem]:
    for app in capability.parameters.elements if capability.parameters is not None else ():
        connectors = app.get("connectors") if isinstance(app, Object) else None
        for node in connectors.elements if isinstance(connectors, Array) else ():
            if isinstance(node, String):
                yield from _connector(context, node)


def _connector(context: Context, node: String) -> Iterator[Problem]:
    if isinstance(parse_selector(node.value), TagName):
        yield from check_selectors(context, Position.CONNECTOR, (node,))
        return
    name = quote(node.value.strip())
    server = f"tailscale.com/app-connectors: connector ({name}) must be a tag"
    fault = whole(node.value, f"{name} cannot be a connector: a connector is a tag", server)
    yield locate(Kind.APP_CONNECTOR, node, fault)
