"""What an access rule says, apart from where and how it is written.

Two rules with equal content give the same access in a policy whose names mean the same, whether they are
grants or ACL rules and whatever their order of entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.permissions import Permission, permissions
from tailcli.access.ranges import EMPTY, Ranges, union
from tailcli.access.traffic import traffic
from tailcli.policy.autogroups import PREFIX, SELF
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.ports import (
    ANY_PORT,
    Destination,
    Traffic,
    parse_acl_protocol,
    parse_destination,
    parse_traffic,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy

AccessRule: TypeAlias = Grant | AclRule


class Content(NamedTuple):
    """The content of one access rule.

    Attributes:
        sources: its source selectors.
        opened: destination selectors by the traffic that is open on them.
        destinations: all its destination selectors, without ports.
        permissions: what its application capabilities permit.
        postures: the names of the postures that count: its own, else the default ones.
        via: its router tags.
    """

    sources: tuple[str, ...]
    opened: tuple[tuple[Ranges, tuple[str, ...]], ...]
    destinations: tuple[str, ...]
    permissions: tuple[Permission, ...] = ()
    postures: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


NOTHING = Content((), (), ())


def access_rules(policy: Policy) -> tuple[AccessRule | None, ...]:
    """Return the access rules in effect: grants, then acls; one None where neither section is present.

    None stands for the allow-all that holds then.
    """
    if policy.acls is None and policy.grants is None:
        return (None,)
    return (*(policy.grants or ()), *(policy.acls or ()))


def contents(policy: Policy) -> tuple[Content, ...]:
    """Return the content of every access rule in effect, in the order of ``access_rules``."""
    default = _texts(policy.default_src_posture)
    return tuple(_content(rule, default) for rule in access_rules(policy))


def _content(rule: AccessRule | None, default: tuple[str, ...]) -> Content:
    match rule:
        case Grant():
            return _grant(rule, default)
        case AclRule():
            return _acl(rule, default)
        case None:
            return Content(("*",), ((traffic(None, (ANY_PORT,)), ("*",)),), ("*",))


def _grant(grant: Grant, default: tuple[str, ...]) -> Content:
    destinations = _texts(grant.dst)
    opened = grant_traffic(grant)
    return Content(
        _texts(grant.src),
        ((opened, destinations),) if opened else (),
        destinations,
        tuple(p for capability in grant.app for p in permissions(capability)) if grant.app else (),
        _texts(grant.src_posture) if grant.src_posture else default,
        _texts(grant.via) if grant.via else (),
    )


def _acl(rule: AclRule, default: tuple[str, ...]) -> Content:
    protocol = acl_protocol(rule)
    if protocol is None:
        return NOTHING
    found: dict[Ranges, list[str]] = {}
    for entry in rule.dst:
        parsed = parse_destination(entry.value)
        if isinstance(parsed, Destination):
            found.setdefault(traffic(protocol.number, parsed.ports), []).append(parsed.host)
    return Content(
        _texts(rule.src),
        tuple((opened, tuple(hosts)) for opened, hosts in found.items()),
        tuple(dict.fromkeys(host for hosts in found.values() for host in hosts)),
        (),
        _texts(rule.src_posture) or default,
    )


class Protocol(NamedTuple):
    """The protocol of an ACL rule; None is the default set."""

    number: int | None


def acl_protocol(rule: AclRule) -> Protocol | None:
    """Return the protocol of a rule; None where the rule gives nothing (wrong action or protocol)."""
    if rule.action is None or rule.action.value.strip() != "accept":
        return None
    if rule.proto is None:
        return Protocol(None)
    number = parse_acl_protocol(rule.proto.value)
    return Protocol(number) if number is None or isinstance(number, int) else None


def grant_traffic(grant: Grant) -> Ranges:
    """Return all traffic that a grant's ``ip`` opens; what cannot be read opens nothing."""
    return opened_by(_texts(grant.ip))


def opened_by(entries: tuple[str, ...]) -> Ranges:
    """Return all traffic that the ``ip`` entries of a grant open; what cannot be read opens nothing."""
    if entries not in _opened:
        opened = EMPTY
        for entry in entries:
            parsed = parse_traffic(entry)
            if isinstance(parsed, Traffic):
                opened = union(opened, traffic(parsed.protocol, (parsed.ports,)))
        _opened[entries] = opened
    return _opened[entries]


_opened: dict[tuple[str, ...], Ranges] = {}


def is_self(text: str) -> bool:
    """Tell whether a destination is ``autogroup:self``."""
    return text.strip() == _SELF


_SELF = PREFIX + SELF


def _texts(strings: tuple[String, ...]) -> tuple[str, ...]:
    if len(strings) == 1:  # by far the most frequent
        return (strings[0].value,)
    return tuple([string.value for string in strings])
