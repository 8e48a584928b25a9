"""What a policy says beside access: tag owners, approvers, attributes, tests, options, as values to compare.

Order, repetition and spelling of keys do not count where they mean nothing; a name counts with what it
stands for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from tailcli.hujson.plain import to_python
from tailcli.policy.references import NameKind, index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import String, Value
    from tailcli.policy.model import Capability, NodeAttr, Policy, PolicyTest, SshTest

_ACCESS = frozenset(("acls", "grants", "ssh", "groups", "hosts", "ipsets", "postures", "defaultSrcPosture"))
"""Sections that mean something through access alone, which is compared by itself."""

Content: TypeAlias = "tuple[object, ...]"


def other_sections(policy: Policy) -> Content:
    """Return everything that a policy says beside access; equal values mean the same."""
    approvers = policy.auto_approvers
    return (
        {tag.name.value: _set(tag.owners) for tag in policy.tag_owners},
        {line.name.value: _set(line.approvers) for line in approvers.routes},
        {line.name.value: _set(line.approvers) for line in approvers.services},
        _set(approvers.exit_node),
        tuple(dict.fromkeys(map(_attribute, policy.node_attrs))),
        frozenset(map(_test, policy.tests)),
        frozenset(map(_ssh_test, policy.ssh_tests)),
        {option.name: _canonical(option.value) for option in policy.network_options},
        _definitions_used(policy),
    )


def _set(strings: Iterable[String]) -> frozenset[str]:
    return frozenset(string.value for string in strings)


def _canonical(value: Value | None) -> str:
    """Return a value as text that is equal for equal values."""
    return "" if value is None else json.dumps(to_python(value), sort_keys=True)


def _attribute(entry: NodeAttr) -> Content:
    return (
        _set(entry.target),
        _set(entry.attr),
        _capabilities(entry.app),
        tuple(s.value for s in entry.ip_pool),
    )


def _capabilities(app: Iterable[Capability]) -> frozenset[tuple[str, str]]:
    return frozenset((one.name.value, _canonical(one.node)) for one in app)


def _test(test: PolicyTest) -> Content:
    return (
        *(None if node is None else node.value for node in (test.src, test.proto)),
        *(_set(strings) for strings in (test.accept, test.deny)),
        _canonical(test.src_posture_attrs),
    )


def _ssh_test(test: SshTest) -> Content:
    return (
        None if test.src is None else test.src.value,
        *(_set(strings) for strings in (test.dst, test.accept, test.check, test.deny)),
        _canonical(test.src_posture_attrs),
    )


def _definitions_used(policy: Policy) -> dict[str, object]:
    """Return the definitions of names that are used outside of access.

    An IP set may be made of hosts and other sets, so with one of them all count.
    """
    names = index(policy)
    used = {
        kind: {
            name
            for name, uses in names.of(kind).uses.items()
            if _is_used_elsewhere(use.place.section for use in uses)
        }
        for kind in (NameKind.GROUP, NameKind.HOST, NameKind.IPSET)
    }
    groups = {group.name.value: _set(group.members) for group in policy.groups}
    hosts = {host.name.value: host.address.value for host in policy.hosts}
    found: dict[str, object] = {name: groups.get(name) for name in used[NameKind.GROUP]}
    found |= {name: hosts.get(name) for name in used[NameKind.HOST]}
    if used[NameKind.IPSET]:
        found |= hosts
        found |= {ipset.name.value: tuple(s.value for s in ipset.entries) for ipset in policy.ipsets}
    return found


def _is_used_elsewhere(sections: Iterable[str]) -> bool:
    return any(section not in _ACCESS for section in sections)
