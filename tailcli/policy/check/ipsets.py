"""The section ``ipsets``: its entries, what they name, and cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.check.context import Context, locate
from tailcli.policy.faults import Fault, quote
from tailcli.policy.ipset_entries import HostName, IpSetEntry, Operation, parse_ipset_entry
from tailcli.policy.names import ipset_fault
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import IpSetName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import IpSet
    from tailcli.policy.problems import Problem


def check_ipsets(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``ipsets``."""
    for ipset in context.policy.ipsets:
        fault = ipset_fault(ipset.name.value)
        if fault is not None:
            yield locate(Kind.IPSET_NAME, ipset.name, fault)
        yield from _entries(context, ipset)
    if any(_names_ipset(node) for ipset in context.policy.ipsets for node in ipset.entries):
        yield from _cycles(context)


def _names_ipset(node: String) -> bool:
    """Whether an entry may name an IP set: told from its text, since most hold addresses."""
    return "ipset:" in node.value


def _entries(context: Context, ipset: IpSet) -> Iterator[Problem]:
    parsed = [(node, parse_ipset_entry(node.value)) for node in ipset.entries]
    removes = any(isinstance(one, IpSetEntry) and one.operation is Operation.REMOVE for _, one in parsed)
    for node, entry in parsed:
        if isinstance(entry, Fault):
            yield locate(Kind.IPSET_ENTRY, node, entry)
            continue
        yield from _target(context, node, entry)
        if entry.is_bare and removes:
            message = f'{quote(entry.text)} needs "add" before it, since the set also removes'
            fault = Fault(entry.start, entry.start + len(entry.text), message, allowed=(f"add {entry.text}",))
            yield locate(Kind.IPSET_ENTRY, node, fault)


def _target(context: Context, node: String, entry: IpSetEntry) -> Iterator[Problem]:
    end = entry.start + len(entry.text)
    if isinstance(entry.target, HostName) and entry.target.name not in context.hosts:
        name = entry.target.name
        message = f"host {quote(name)} is not defined in hosts"
        fault = Fault(end - len(name), end, message, allowed=context.suggest(name, context.hosts))
        yield locate(Kind.UNDEFINED_HOST, node, fault)
    if isinstance(entry.target, IpSetName) and entry.text not in context.ipsets:
        message = f"IP set {quote(entry.text)} is not defined in ipsets"
        fault = Fault(entry.start, end, message, allowed=context.suggest(entry.text, context.ipsets))
        yield locate(Kind.UNDEFINED_IPSET, node, fault)


def _cycles(context: Context) -> Iterator[Problem]:
    """Report each entry through which an IP set comes back to itself."""
    edges = {
        ipset.name.value.strip(): [
            (node, name) for node in ipset.entries if (name := _inner(node)) is not None
        ]
        for ipset in context.policy.ipsets
    }
    looping = _in_cycles({name: [inner for _, inner in found] for name, found in edges.items()})
    for name, found in edges.items():
        for node, inner in found:
            if name in looping and looping.get(inner) == looping[name]:
                message = f"IP set {quote(name)} contains itself through {quote(inner)}"
                start = node.value.find(inner)
                yield locate(Kind.IPSET_CYCLE, node, Fault(start, start + len(inner), message))


def _inner(node: String) -> str | None:
    entry = parse_ipset_entry(node.value)
    if isinstance(entry, IpSetEntry) and isinstance(entry.target, IpSetName):
        return entry.text
    return None


def _in_cycles(edges: dict[str, list[str]]) -> dict[str, int]:
    """Give every name that lies on a cycle the number of its strongly connected component."""
    order = _finish_order(edges)
    backwards: dict[str, list[str]] = {name: [] for name in edges}
    for name, inner in edges.items():
        for other in inner:
            if other in backwards:
                backwards[other].append(name)
    component: dict[str, int] = {}
    for number, root in enumerate(reversed(order)):
        pending = [root]
        while pending:
            name = pending.pop()
            if name not in component:
                component[name] = number
                pending.extend(backwards[name])
    sizes: dict[int, int] = {}
    for number in component.values():
        sizes[number] = sizes.get(number, 0) + 1
    return {name: number for name, number in component.items() if sizes[number] > 1 or name in edges[name]}


def _finish_order(edges: dict[str, list[str]]) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for root in edges:
        pending = [(root, False)]
        while pending:
            name, is_done = pending.pop()
            if is_done:
                order.append(name)
            elif name not in seen and name in edges:
                seen.add(name)
                pending.append((name, True))
                pending.extend((other, False) for other in edges[name])
    return order
