"""What a policy says beside access: tag owners, approvers, attributes, tests, options, as values to compare.

Order, repetition and spelling of keys do not count where they mean nothing; a name counts with what it
stands for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.definitions import Definitions
from tailcli.hujson.plain import to_python
from tailcli.policy.references import NameKind, index
from tailcli.policy.selectors import parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import String, Value
    from tailcli.policy.model import Capability, NodeAttr, Policy, PolicyTest, SshTest
    from tailcli.policy.references import Names
    from tailcli.policy.selectors import Selector

_ACCESS = frozenset(("acls", "grants", "ssh", "groups", "hosts", "ipsets", "defaultSrcPosture"))
"""Sections whose names mean something through access alone, which is compared by itself.

Not ``postures``: a condition is compared as it is written, without what stands behind the names in it.
"""

_KINDS = (NameKind.GROUP, NameKind.HOST, NameKind.IPSET)

Content: TypeAlias = "tuple[object, ...]"


def other_sections(policy: Policy) -> Content:
    """Return everything that a policy says beside access; equal values mean the same."""
    approvers = policy.auto_approvers
    return (
        {tag.name.value: _selectors(tag.owners) for tag in policy.tag_owners},
        {line.name.value: _selectors(line.approvers) for line in approvers.routes},
        {line.name.value: _selectors(line.approvers) for line in approvers.services},
        _selectors(approvers.exit_node),
        tuple(dict.fromkeys(map(_attribute, filter(_has_effect, policy.node_attrs)))),
        frozenset(map(_test, policy.tests)),
        frozenset(map(_ssh_test, policy.ssh_tests)),
        {option.name: _canonical(option.value) for option in policy.network_options},
        _definitions_used(policy),
    )


def _set(strings: Iterable[String]) -> frozenset[str]:
    return frozenset(string.value for string in strings)


def _selectors(strings: Iterable[String]) -> frozenset[Selector]:
    return frozenset(parse_selector(string.value) for string in strings)


def _canonical(value: Value | None) -> str:
    """Return a value as text that is equal for equal values."""
    return "" if value is None else json.dumps(to_python(value), sort_keys=True)


def _has_effect(entry: NodeAttr) -> bool:
    return bool(entry.target and (entry.attr or entry.app or entry.ip_pool))


def _attribute(entry: NodeAttr) -> Content:
    return (
        _selectors(entry.target),
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
    """Return what the names stand for that are used outside of access."""
    names, means = index(policy), Definitions(policy)
    groups, hosts, ipsets = (_used_elsewhere(names.of(kind)) for kind in _KINDS)
    return {
        **{name: frozenset(means.groups[name]) for name in groups if name in means.groups},
        **{name: means.host(name) for name in hosts},
        **{name: means.ipset(name) for name in ipsets},
    }


def _used_elsewhere(names: Names) -> set[str]:
    return {
        name for name, uses in names.uses.items() if any(use.place.section not in _ACCESS for use in uses)
    }
