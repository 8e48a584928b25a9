"""The section ``autoApprovers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.addresses import parse_address, parse_prefix
from tailcli.policy.autogroups import Position
from tailcli.policy.check.context import Context, locate, whole
from tailcli.policy.check.selectors import check_selectors
from tailcli.policy.faults import quote
from tailcli.policy.names import service_fault
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.problems import Problem


def check_auto_approvers(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``autoApprovers``."""
    approvers = context.policy.auto_approvers
    for route in approvers.routes:
        yield from _route(route.name)
        yield from check_selectors(context, Position.APPROVER, route.approvers)
    yield from check_selectors(context, Position.APPROVER, approvers.exit_node)
    for service in approvers.services:
        yield from _service(context, service.name)
        yield from check_selectors(context, Position.APPROVER, service.approvers)


def _route(node: String) -> Iterator[Problem]:
    text = node.value.strip()
    if parse_prefix(text) is not None:
        return
    fault = whole(node.value, f"{quote(text)} is not a CIDR")
    single = parse_address(text)
    if single is not None:
        bits = 32 if "." in text and ":" not in text else 128
        fault = whole(node.value, f"{quote(text)} is an address, where a CIDR is expected")
        fault = fault._replace(allowed=(f"{text}/{bits}",))
    yield locate(Kind.ROUTE, node, fault)


def _service(context: Context, node: String) -> Iterator[Problem]:
    if node.value.strip().startswith("tag:"):
        yield from check_selectors(context, Position.SERVICE_KEY, (node,))
        return
    fault = service_fault(node.value.strip())
    if fault is not None:
        yield locate(Kind.SERVICE_NAME, node, fault)
