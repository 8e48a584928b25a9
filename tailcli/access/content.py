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
from tailcli.policy.unchanged import unchanged_rules
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy
    from tailcli.source.ends import Ends

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
_ALLOW_ALL = (Content(("*",), ((traffic(None, (ANY_PORT,)), ("*",)),), ("*",)),)


def allows_all(policy: Policy) -> bool:
    """Tell whether a policy has no access rules at all, which allows everything to everybody."""
    return policy.acls is None and policy.grants is None


def access_rules(policy: Policy) -> tuple[AccessRule | None, ...]:
    """Return the access rules in effect: grants, then acls; one None where neither section is present.

    None stands for the allow-all that holds then.
    """
    if allows_all(policy):
        return (None,)
    return (*(policy.grants or ()), *(policy.acls or ()))


def contents(policy: Policy) -> tuple[Content, ...]:
    """Return the content of every access rule in effect, in the order of ``access_rules``."""
    if allows_all(policy):
        return _ALLOW_ALL
    default = _texts(policy.default_src_posture)
    grants, acls = policy.grants or (), policy.acls or ()
    return (*[_grant(rule, default) for rule in grants], *[_acl(rule, default) for rule in acls])


def contents_of_both(old: Policy, new: Policy, ends: Ends) -> tuple[tuple[Content, ...], tuple[Content, ...]]:
    """Return the contents of two policies whose texts share ``ends``; what did not change is shared.

    Both must be what their texts say.
    """
    before = contents(old)
    default = _texts(new.default_src_posture)
    if before == _ALLOW_ALL or _texts(old.default_src_posture) != default:
        return before, contents(new)
    if allows_all(new):
        return before, _ALLOW_ALL
    border = len(old.grants or ())
    grants = _section(old.grants or (), new.grants or (), before[:border], default, ends)
    acls = _section(old.acls or (), new.acls or (), before[border:], default, ends)
    return before, (*grants, *acls)


def _section(
    old: Sequence[AccessRule],
    new: Sequence[AccessRule],
    said: tuple[Content, ...],
    default: tuple[str, ...],
    ends: Ends,
) -> list[Content]:
    first, last = unchanged_rules(old, new, ends)
    changed = [_content(rule, default) for rule in new[first : len(new) - last]]
    return [*said[:first], *changed, *said[len(said) - last :]]


def _content(rule: AccessRule, default: tuple[str, ...]) -> Content:
    return _grant(rule, default) if isinstance(rule, Grant) else _acl(rule, default)


def _grant(grant: Grant, default: tuple[str, ...]) -> Content:
    src, dst, ip, app, postures, via = grant[2:8]  # a slice is a plain tuple: unpacked faster than the grant
    destinations = _texts(dst)
    opened = _opened_by_nodes(ip)
    return Content(
        _texts(src),
        ((opened, destinations),) if opened else (),
        destinations,
        tuple(p for capability in app for p in permissions(capability)) if app else (),
        _texts(postures) if postures else default,
        _texts(via) if via else (),
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
    return _opened_by_nodes(grant.ip)


def _opened_by_nodes(entries: tuple[String, ...]) -> Ranges:
    if len(entries) == 1:  # by far the most frequent: looked up by itself, not in a tuple
        return _opened_by_entry(entries[0].value)
    return opened_by(_texts(entries))


def opened_by(entries: tuple[str, ...]) -> Ranges:
    """Return all traffic that the ``ip`` entries of a grant open; what cannot be read opens nothing."""
    known = _opened.get(entries)
    if known is None:
        known = EMPTY
        for entry in entries:
            known = union(known, _opened_by_entry(entry))
        _opened[entries] = known
    return known


_opened: dict[tuple[str, ...], Ranges] = {}


def _opened_by_entry(text: str) -> Ranges:
    known = _opened_by_one.get(text)
    if known is None:
        parsed = parse_traffic(text)
        known = traffic(parsed.protocol, (parsed.ports,)) if isinstance(parsed, Traffic) else EMPTY
        _opened_by_one[text] = known
    return known


_opened_by_one: dict[str, Ranges] = {}


def is_self(text: str) -> bool:
    """Tell whether a destination is ``autogroup:self``."""
    return text.strip() == _SELF


_SELF = PREFIX + SELF


def _texts(strings: tuple[String, ...]) -> tuple[str, ...]:
    if len(strings) == 1:  # by far the most frequent
        return (strings[0].value,)
    return tuple([string.value for string in strings])
