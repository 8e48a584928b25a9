"""What nodes are given, for people: per node who reaches it, who logs in, its attributes and routes."""

from __future__ import annotations

import json
from textwrap import fill
from typing import TYPE_CHECKING, assert_never

from tailcli.access.concrete.gaps import Missing
from tailcli.access.concrete.roster import address_texts
from tailcli.access.concrete.selection import WILDCARD
from tailcli.access.concrete.ssh_policy import NO_MATCH, OTHER_ACCOUNTS
from tailcli.policy.model import Grant
from tailcli.policy.ports import format_ports, format_protocol
from tailcli.report.escape import begun, terminal
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tailcli.access.concrete.compile import Compiled, NodeAccess
    from tailcli.access.concrete.gaps import Gap
    from tailcli.access.concrete.roster import Roster
    from tailcli.access.concrete.wire import FilterRule, WireSshRule
    from tailcli.policy.model import AclRule, Policy, SshRule
    from tailcli.report.style import Style

_ANY_DEVICE = "any device of the tailnet"
_EVERYONE = tuple(network.text for network in WILDCARD)
_SHORTEST = 40
_LONGEST_VALUE = 200


class Names:
    """Whose an address is, for every node of a roster."""

    __slots__ = ("_owners", "_texts")

    def __init__(self, roster: Roster) -> None:
        self._texts = {node.number: address_texts(node) for node in roster.nodes}
        self._owners = {text: node for node in roster.nodes for text in self._texts[node.number]}

    def of(self, addresses: Iterable[str]) -> list[str]:
        """Return one text for each device that the addresses belong to, and each other address as it is.

        The ranges that together are the tailnet's own have a name too.
        """
        given = dict.fromkeys(addresses)
        everyone = given.keys() >= set(_EVERYONE)
        found: dict[str, list[str]] = {_ANY_DEVICE: list(_EVERYONE)} if everyone else {}
        for text in given:
            if everyone and text in _EVERYONE:
                continue
            node = self._owners.get(text)
            found.setdefault(text if node is None else terminal(node.device.name), []).append(text)
        return [name if texts == [name] else f"{name} ({', '.join(texts)})" for name, texts in found.items()]


def render(policy: Policy, compiled: Compiled, nodes: Sequence[NodeAccess], style: Style = PLAIN) -> str:
    """Return what the given nodes get from a policy, one paragraph a node, and what is not known."""
    names = Names(compiled.roster)
    paragraphs = ["\n".join(_node(access, policy, names, style)) for access in nodes]
    unknown = [f"  {_wrapped(_gap(gap, compiled.roster), '  ', style)}" for gap in compiled.gaps]
    if unknown:
        title = style.bold("Not known from the inventory, and so not in the above")
        paragraphs.append("\n".join([title, *unknown]))
    lines = "\n\n".join(paragraphs).split("\n")
    return "\n".join(map(begun, lines)) + "\n" if paragraphs else ""


def _node(access: NodeAccess, policy: Policy, names: Names, style: Style) -> Iterator[str]:
    device = access.node.device
    owner = ", ".join(device.tags) or device.user or "nobody"
    yield f"{style.bold(terminal(device.name))}  {terminal(owner)}  {', '.join(address_texts(access.node))}"
    if not access.packet_filter:
        yield "  no device can reach it"
    for rule in access.packet_filter:
        yield from _filter_rule(rule, policy, names, style)
    for ssh in access.ssh:
        yield from _ssh_rule(ssh, policy, names, style)
    attributes = [_capability(name, value) for name, value in access.attributes.items()]
    yield from _line(2, "attributes", attributes, style)
    yield from _line(2, "approved routes", map(terminal, access.approved_routes), style)


def _filter_rule(rule: FilterRule, policy: Policy, names: Names, style: Style) -> Iterator[str]:
    yield from _line(2, "from", names.of(rule.sources) or ["nobody"], style)
    for opened in _ports(rule):
        yield from _line(4, "to", [opened], style)
    for grant in rule.cap_grants:
        for name, value in grant.capabilities.items():
            yield from _line(4, "may use", [_capability(name, value)], style)
    yield from _line(4, "by", dict.fromkeys(_places(rule.rules, policy)), style)


def _ports(rule: FilterRule) -> Iterator[str]:
    """The destinations, each with its ports; the two addresses of a node share a line where they may."""
    by_ip: dict[str, dict[str, None]] = {}
    for port in rule.dst_ports:
        by_ip.setdefault(port.ip, {})[format_ports(port.ports)] = None
    by_ports: dict[str, list[str]] = {}
    for ip, ports in by_ip.items():
        opened = "all ports" if "*" in ports else f"port {', '.join(ports)}"
        by_ports.setdefault(opened, []).append(ip)
    protocols = ", ".join(map(format_protocol, rule.protocols)) or "tcp, udp, icmp"
    for opened, ips in by_ports.items():
        yield f"{', '.join(ips)} on {opened} ({protocols})"


def _capability(name: str, value: object) -> str:
    text = terminal(name)
    if not value:
        return text
    return f"{text} {terminal(json.dumps(value, ensure_ascii=False), _LONGEST_VALUE)}"


def _ssh_rule(rule: WireSshRule, policy: Policy, names: Names, style: Style) -> Iterator[str]:
    kind = "ssh check from" if rule.is_check else "ssh from"
    yield from _line(2, kind, names.of(rule.principals), style)
    yield from _line(4, "as", _accounts(rule.users), style)
    yield from _line(4, "by", [_place("ssh", rule.rule, policy)], style)


def _accounts(users: Mapping[str, str]) -> list[str]:
    found = [terminal(name) for name, local in users.items() if local != NO_MATCH and name != OTHER_ACCOUNTS]
    others = ["every account but root"] if OTHER_ACCOUNTS in users else []
    return [*found, *others] or ["no account"]


def _places(rules: Iterable[Grant | AclRule | None], policy: Policy) -> Iterator[str]:
    for rule in rules:
        match rule:
            case None:
                yield 'the default, since there is neither "acls" nor "grants"'
            case Grant():
                yield _place("grants", rule, policy)
            case _:
                yield _place("acls", rule, policy)


def _place(section: str, rule: Grant | AclRule | SshRule, policy: Policy) -> str:
    source = policy.document.source
    return f"{section}[{rule.ordinal}] ({terminal(source.name)}:{source.position(rule.node.start).line})"


def _gap(gap: Gap, roster: Roster) -> str:
    name = terminal(gap.name)
    match gap.missing:
        case Missing.MEMBERS:
            return f"{name}: who is in it (the policy does not define it)"
        case Missing.ROLES:
            return f"{name}: who has the role (give a user list)"
        case Missing.SHARES:
            return f"{name}: whose devices these are"
        case Missing.SERVICE:
            return f"{name}: which nodes serve it"
        case Missing.RECORDER:
            return f"{name}: at which addresses sessions are recorded"
        case Missing.ATTRIBUTES:
            nodes = ", ".join(terminal(node.device.name) for node in roster.of(gap.nodes))
            return f"{name}: whether these devices meet it (they are taken to): {nodes}"
        case _:
            assert_never(gap.missing)


def _line(inset: int, label: str, items: Iterable[str], style: Style) -> Iterator[str]:
    """Yield a labelled list, or nothing for an empty one; what does not fit stands under its beginning."""
    text = ", ".join(items)
    if text:
        indent = " " * (inset + len(label) + 2)
        yield f"{' ' * inset}{style.dim(label)}  {_wrapped(text, indent, style)}"


def _wrapped(text: str, indent: str, style: Style) -> str:
    width = max(_SHORTEST, style.columns)
    filled = fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled[len(indent) :]
