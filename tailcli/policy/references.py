"""Who is defined and who is used: every group, tag, host, IP set, posture, service and login of a policy.

One pass over the policy. What a string mentions is worked out once for each distinct string.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Object, String
from tailcli.policy.faults import Fault, span_within
from tailcli.policy.ipset_entries import HostName, parse_ipset_entry
from tailcli.policy.ports import Destination, parse_destination
from tailcli.policy.postures import Assertion, parse_assertion
from tailcli.policy.selectors import (
    Address,
    GroupName,
    IpSetName,
    Login,
    Name,
    ServiceName,
    TagName,
    parse_selector,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tailcli.hujson.nodes import Value
    from tailcli.policy.model import Capability, Policy
    from tailcli.source.text import Span


class NameKind(Enum):
    """What a name stands for."""

    GROUP = "group"
    TAG = "tag"
    HOST = "host"
    IPSET = "IP set"
    POSTURE = "posture"
    SERVICE = "service"
    LOGIN = "login"


class Place(NamedTuple):
    """Where a name is used: the section, the entry in it (counted from 0) and the field of the entry."""

    section: str
    ordinal: int
    field: str


class Use(NamedTuple):
    """One mention of a name, in ``node.value[start:end]``."""

    node: String
    place: Place
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place of the name itself in the document."""
        return span_within(self.node, self.start, self.end)


class Names(NamedTuple):
    """The names of one kind: where each is defined, and every use, in the order of the sections."""

    definitions: dict[str, String]
    uses: dict[str, tuple[Use, ...]]

    def unused(self) -> tuple[String, ...]:
        """Return the definitions that nothing mentions."""
        return tuple(node for name, node in self.definitions.items() if name not in self.uses)

    def undefined(self) -> tuple[tuple[str, tuple[Use, ...]], ...]:
        """Return the names that are mentioned and not defined, each with its uses."""
        return tuple((name, uses) for name, uses in self.uses.items() if name not in self.definitions)


class References(NamedTuple):
    """All names of a policy.

    ``hosts`` counts a string that is no other selector as the use of a host, defined or not; an address is
    the use of a host only where a host has that very name. ``services`` are defined by nothing but the keys
    of ``autoApprovers.services``, ``logins`` by nothing.
    """

    groups: Names
    tags: Names
    hosts: Names
    ipsets: Names
    postures: Names
    services: Names
    logins: Names

    def of(self, kind: NameKind) -> Names:
        """Return the names of a kind."""
        return self[_ORDER.index(kind)]


_ORDER = (
    NameKind.GROUP,
    NameKind.TAG,
    NameKind.HOST,
    NameKind.IPSET,
    NameKind.POSTURE,
    NameKind.SERVICE,
    NameKind.LOGIN,
)


class Mention(NamedTuple):
    """A name inside a string, with its offsets there."""

    kind: NameKind
    name: str
    start: int
    end: int
    is_address: bool = False


def mentions_in_selector(text: str) -> tuple[Mention, ...]:
    """Return the name that a selector mentions, if any (an address as a possible host)."""
    return _mention(text, 0)


def mentions_in_destination(text: str) -> tuple[Mention, ...]:
    """Return the name that an ACL destination or the target of a test mentions, if any."""
    parsed = parse_destination(text)
    if isinstance(parsed, Destination):
        return _mention(parsed.host, parsed.start)
    host = text.rpartition(":")[0]
    return _mention(host if ":" in host else text, 0)


def _mention(text: str, offset: int) -> tuple[Mention, ...]:
    start = offset + len(text) - len(text.lstrip())
    name = text.strip()
    selector = parse_selector(text)
    if isinstance(selector, Address):
        return (Mention(NameKind.HOST, name, start, start + len(name), is_address=True),)
    kind = _KINDS.get(type(selector))
    if kind is None or not name:
        return ()
    if isinstance(selector, Login):
        start += len(name) - len(selector.login)
        name = selector.login
    return (Mention(kind, name, start, start + len(name)),)


_KINDS: dict[type, NameKind] = {
    GroupName: NameKind.GROUP,
    TagName: NameKind.TAG,
    IpSetName: NameKind.IPSET,
    ServiceName: NameKind.SERVICE,
    Login: NameKind.LOGIN,
    Name: NameKind.HOST,
}


def mentions_in_ipset_entry(text: str) -> tuple[Mention, ...]:
    """Return the host or IP set that an entry of an IP set mentions, if any."""
    entry = parse_ipset_entry(text)
    if isinstance(entry, Fault):
        return ()
    end = entry.start + len(entry.text)
    if isinstance(entry.target, HostName):
        name = entry.target.name
        return (Mention(NameKind.HOST, name, end - len(name), end),)
    if isinstance(entry.target, IpSetName):
        return (Mention(NameKind.IPSET, entry.text, entry.start, end),)
    return ()


def mentions_in_assertion(text: str) -> tuple[Mention, ...]:
    """Return the IP sets that a posture's assertion names as values."""
    assertion = parse_assertion(text)
    if not isinstance(assertion, Assertion):
        return ()
    named = [value for value in assertion.values if isinstance(value, str) and value.startswith("ipset:")]
    return tuple(
        Mention(
            NameKind.IPSET, value, text.index(f"'{value}'") + 1, text.index(f"'{value}'") + 1 + len(value)
        )
        for value in named
    )


def mentions_of_posture(text: str) -> tuple[Mention, ...]:
    """Return the posture that an element of ``srcPosture`` names."""
    start = len(text) - len(text.lstrip())
    name = text.strip()
    return (Mention(NameKind.POSTURE, name, start, start + len(name)),)


def mentions_of_tag(text: str) -> tuple[Mention, ...]:
    """Return the tag that a string outside the selectors names, if it starts like one."""
    return _mention(text, 0) if text.lstrip().startswith("tag:") else ()


def index(policy: Policy) -> References:
    """Collect every definition and every use of a policy's names."""
    definitions = _definitions(policy)
    uses: dict[NameKind, dict[str, list[Use]]] = {kind: {} for kind in _ORDER}
    hosts = definitions[NameKind.HOST]
    read_already: dict[_Reader, dict[str, tuple[Mention, ...]]] = {}
    for section, ordinal, field, nodes, read in _fields(policy):
        if not nodes:
            continue
        place = Place(section, ordinal, field)
        known = read_already.setdefault(read, {})
        for node in nodes:
            mentions = known.get(node.value)
            if mentions is None:
                mentions = known[node.value] = read(node.value)
            for kind, name, start, end, is_address in mentions:
                if not is_address or name in hosts:
                    uses[kind].setdefault(name, []).append(Use(node, place, start, end))
    return References(*(Names(definitions[kind], _frozen(uses[kind])) for kind in _ORDER))


def _frozen(uses: dict[str, list[Use]]) -> dict[str, tuple[Use, ...]]:
    return {name: tuple(found) for name, found in uses.items()}


def _definitions(policy: Policy) -> dict[NameKind, dict[str, String]]:
    services = [approval.name for approval in policy.auto_approvers.services]
    named = {
        NameKind.GROUP: [group.name for group in policy.groups],
        NameKind.TAG: [tag.name for tag in policy.tag_owners],
        NameKind.HOST: [host.name for host in policy.hosts],
        NameKind.IPSET: [ipset.name for ipset in policy.ipsets],
        NameKind.POSTURE: [posture.name for posture in policy.postures],
        NameKind.SERVICE: [name for name in services if name.value.startswith("svc:")],
        NameKind.LOGIN: [],
    }
    return {kind: {node.value.strip(): node for node in nodes} for kind, nodes in named.items()}


if TYPE_CHECKING:
    _Reader = Callable[[str], tuple[Mention, ...]]
    _Field = tuple[str, int, str, tuple[String, ...], _Reader]


def _fields(policy: Policy) -> Iterator[_Field]:
    yield from _definition_fields(policy)
    yield from _rule_fields(policy)
    yield from _ssh_fields(policy)
    yield from _test_fields(policy)
    yield from _other_fields(policy)


def _definition_fields(policy: Policy) -> Iterator[_Field]:
    for at, group in enumerate(policy.groups):
        yield "groups", at, "members", group.members, mentions_in_selector
    for at, tag in enumerate(policy.tag_owners):
        yield "tagOwners", at, "owners", tag.owners, mentions_in_selector
    for at, ipset in enumerate(policy.ipsets):
        yield "ipsets", at, "entries", ipset.entries, mentions_in_ipset_entry
    for at, posture in enumerate(policy.postures):
        yield "postures", at, "assertions", posture.assertions, mentions_in_assertion
    yield "defaultSrcPosture", 0, "", policy.default_src_posture, mentions_of_posture


def _rule_fields(policy: Policy) -> Iterator[_Field]:
    for grant in policy.grants or ():
        yield "grants", grant.ordinal, "src", grant.src, mentions_in_selector
        yield "grants", grant.ordinal, "dst", grant.dst, mentions_in_selector
        yield "grants", grant.ordinal, "via", grant.via, mentions_in_selector
        yield "grants", grant.ordinal, "srcPosture", grant.src_posture, mentions_of_posture
        if grant.app:
            yield "grants", grant.ordinal, "app", tuple(_strings(grant.app)), mentions_of_tag
    for rule in policy.acls or ():
        yield "acls", rule.ordinal, "src", rule.src, mentions_in_selector
        yield "acls", rule.ordinal, "dst", rule.dst, mentions_in_destination
        yield "acls", rule.ordinal, "srcPosture", rule.src_posture, mentions_of_posture


def _ssh_fields(policy: Policy) -> Iterator[_Field]:
    for rule in policy.ssh:
        yield "ssh", rule.ordinal, "src", rule.src, mentions_in_selector
        yield "ssh", rule.ordinal, "dst", rule.dst, mentions_in_selector
        yield "ssh", rule.ordinal, "recorder", rule.recorder, mentions_in_selector
        yield "ssh", rule.ordinal, "srcPosture", rule.src_posture, mentions_of_posture


def _test_fields(policy: Policy) -> Iterator[_Field]:
    for test in policy.tests:
        yield "tests", test.ordinal, "src", _optional(test.src), mentions_in_selector
        yield "tests", test.ordinal, "accept", test.accept, mentions_in_destination
        yield "tests", test.ordinal, "deny", test.deny, mentions_in_destination
    for ssh_test in policy.ssh_tests:
        yield "sshTests", ssh_test.ordinal, "src", _optional(ssh_test.src), mentions_in_selector
        yield "sshTests", ssh_test.ordinal, "dst", ssh_test.dst, mentions_in_selector


def _optional(node: String | None) -> tuple[String, ...]:
    return () if node is None else (node,)


def _other_fields(policy: Policy) -> Iterator[_Field]:
    for attr in policy.node_attrs:
        yield "nodeAttrs", attr.ordinal, "target", attr.target, mentions_in_selector
        yield "nodeAttrs", attr.ordinal, "app", tuple(_strings(attr.app)), mentions_of_tag
    approvers = policy.auto_approvers
    for at, route in enumerate(approvers.routes):
        yield "autoApprovers", at, "routes", route.approvers, mentions_in_selector
    yield "autoApprovers", 0, "exitNode", approvers.exit_node, mentions_in_selector
    for at, service in enumerate(approvers.services):
        yield "autoApprovers", at, "services", service.approvers, mentions_in_selector
        yield "autoApprovers", at, "services", (service.name,), mentions_of_tag


def _strings(capabilities: tuple[Capability, ...]) -> Iterator[String]:
    """Every string value in the parameters (the decoder keeps deeply nested values out of the model)."""
    pending: list[Value] = [one.parameters for one in reversed(capabilities) if one.parameters is not None]
    while pending:
        value = pending.pop()
        if isinstance(value, String):
            yield value
        elif isinstance(value, Array):
            pending.extend(reversed(value.elements))
        elif isinstance(value, Object):
            pending.extend(member.value for member in reversed(value.members))
