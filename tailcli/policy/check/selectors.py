"""Selectors at their places: what may stand there, and whether the name exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.addresses import looks_like_address, parse_range
from tailcli.policy.autogroups import AUTOGROUPS, DANGER_ALL, SELF, Position, autogroups_at
from tailcli.policy.check.context import Context, Flaw, locate, whole
from tailcli.policy.check.domains import domain_flaw
from tailcli.policy.check.port_suffix import port_suffix_flaw
from tailcli.policy.faults import quote
from tailcli.policy.names import service_fault
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    DomainUsers,
    GroupName,
    IpSetName,
    Login,
    Name,
    Selector,
    ServiceName,
    TagName,
    Wildcard,
    parse_selector,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.problems import Problem

_PEOPLE = frozenset({Login, DomainUsers, GroupName, TagName, Autogroup})
_SOURCES = _PEOPLE | {Wildcard, Name, Address, IpSetName}
_MAY_STAND: dict[Position, frozenset[type]] = {
    Position.ACL_SRC: _SOURCES,
    Position.ACL_DST: _SOURCES | {ServiceName},
    Position.GRANT_SRC: _SOURCES,
    Position.GRANT_DST: _SOURCES | {ServiceName},
    Position.VIA: frozenset({TagName}),
    Position.SSH_SRC: _PEOPLE | {Name},
    Position.SSH_DST: frozenset({Login, DomainUsers, TagName, Autogroup, Name}),
    Position.TAG_OWNER: _PEOPLE | {Name},
    Position.APPROVER: _PEOPLE | {Name},
    Position.NODE_ATTR_TARGET: _PEOPLE | {Wildcard, Name, Address},
    Position.RECORDER: frozenset({TagName}),
    Position.CONNECTOR: frozenset({TagName}),
    Position.SERVICE_KEY: frozenset({TagName}),
}
_WITHOUT_HOSTS = frozenset({Position.SSH_SRC, Position.TAG_OWNER, Position.APPROVER})
_KIND_NAMES: dict[type, str] = {
    Wildcard: "the wildcard",
    Autogroup: "the autogroup",
    GroupName: "the group",
    TagName: "the tag",
    IpSetName: "the IP set",
    ServiceName: "the service",
    DomainUsers: "the domain",
    Login: "the user",
    Address: "the address",
    Name: "the host",
}


def check_selectors(context: Context, position: Position, nodes: tuple[String, ...]) -> Iterator[Problem]:
    """Report every selector of a list that cannot stand there or names nothing."""
    known = context.flaws[position]
    for node in nodes:
        flaws = known.get(node.value)
        if flaws is None:
            flaws = selector_flaws(context, position, node.value)
        for kind, fault in flaws:
            yield locate(kind, node, fault)


def selector_flaws(context: Context, position: Position, text: str) -> tuple[Flaw, ...]:
    """Return what is wrong with a selector at a position; worked out once for each string and position."""
    known = context.flaws[position]
    if text not in known:
        known[text] = tuple(_flaws(context, position, text))
    return known[text]


def wrong_selectors(context: Context, position: Position, texts: set[str]) -> set[str]:
    """Return the selectors in which something is wrong at a position."""
    silent = context.silent()
    asked = texts - context.plain_names if position in _OF_ACCESS else texts
    wrong = {text for text in asked if any(_flaws(silent, position, text))}
    context.flaws[position].update(dict.fromkeys(texts - wrong, ()))
    return wrong


_OF_ACCESS = frozenset({Position.ACL_SRC, Position.ACL_DST, Position.GRANT_SRC, Position.GRANT_DST})


def _flaws(context: Context, position: Position, text: str) -> Iterator[Flaw]:
    name = text.strip()
    selector = Name(name) if name in context.hosts else parse_selector(text)
    ported = None
    if ":" in name and position is not Position.ACL_DST:
        ported = port_suffix_flaw(context, position, text)
    if ported is not None:
        yield ported
    elif not _stands(context, position, selector):
        yield _misplaced(position, selector, text)
    elif isinstance(selector, Autogroup):
        yield from _autogroup(context, position, selector, text)
    elif isinstance(selector, DomainUsers):
        yield from domain_flaw(context, selector.domain, text, in_ssh=position is Position.SSH_SRC)
    else:
        yield from _undefined(context, position, selector, text)


def _stands(context: Context, position: Position, selector: Selector) -> bool:
    if isinstance(selector, Name) and selector.name in context.hosts and position in _WITHOUT_HOSTS:
        return False
    if position is Position.SSH_DST and isinstance(selector, Name):
        return selector.name not in context.hosts
    return type(selector) in _MAY_STAND[position]


def _misplaced(position: Position, selector: Selector, text: str) -> Flaw:
    name = quote(text.strip())
    message = f"{_KIND_NAMES[type(selector)]} {name} cannot stand in {position.value}"
    if position is Position.VIA:
        return Flaw(
            Kind.VIA_NOT_TAG, whole(text, message, "via can only be a tag", "name the tag of a router")
        )
    if position is Position.SSH_DST:
        server = f"invalid dst {name}" if isinstance(selector, Name | Address | Wildcard) else None
        hint = "an SSH rule leads to tags, autogroup:self or the same user"
        return Flaw(Kind.SSH_DESTINATION, whole(text, message, server, hint))
    return Flaw(Kind.SELECTOR_POSITION, whole(text, message))


def _autogroup(context: Context, position: Position, selector: Autogroup, text: str) -> Iterator[Flaw]:
    allowed = autogroups_at(position)
    if selector.name in allowed:
        return
    name = quote(text.strip())
    if selector.name not in AUTOGROUPS:
        fault = whole(text, f"there is no autogroup {name}")
        near = context.suggest(text.strip(), [f"autogroup:{known}" for known in sorted(AUTOGROUPS)])
        choices = near or tuple(f"autogroup:{known}" for known in sorted(allowed))
        yield Flaw(Kind.UNKNOWN_AUTOGROUP, fault._replace(allowed=choices))
        return
    fault = whole(
        text, f"{name} cannot stand in {position.value}", _autogroup_server(position, selector.name)
    )
    choices = tuple(f"autogroup:{known}" for known in sorted(allowed))
    yield Flaw(Kind.AUTOGROUP_POSITION, fault._replace(allowed=choices))


def _autogroup_server(position: Position, name: str) -> str | None:
    if name == SELF and position in {Position.ACL_SRC, Position.GRANT_SRC}:
        return '"autogroup:self" not valid on the src side of a rule'
    if name == DANGER_ALL and position in {Position.ACL_DST, Position.GRANT_DST}:
        return "cannot use autogroup:danger-all as a dst"
    if name == SELF and position is Position.NODE_ATTR_TARGET:
        return "internal server error"
    return None


def _undefined(context: Context, position: Position, selector: Selector, text: str) -> Iterator[Flaw]:
    name = text.strip()
    if isinstance(selector, TagName) and name not in context.tags:
        fault = whole(text, f"tag {quote(name)} is not declared in tagOwners", _tag_server(position, name))
        yield Flaw(Kind.UNDEFINED_TAG, fault._replace(allowed=context.suggest(name, context.tags)))
    elif isinstance(selector, GroupName) and name not in context.groups and "@" not in name:
        fault = whole(text, f"group {quote(name)} is not defined in groups")
        yield Flaw(Kind.UNDEFINED_GROUP, fault._replace(allowed=context.suggest(name, context.groups)))
    elif isinstance(selector, IpSetName) and name not in context.ipsets:
        fault = whole(text, f"IP set {quote(name)} is not defined in ipsets")
        yield Flaw(Kind.UNDEFINED_IPSET, fault._replace(allowed=context.suggest(name, context.ipsets)))
    elif isinstance(selector, ServiceName) and name != "svc:*":
        service = service_fault(name)
        if service is not None:
            yield Flaw(Kind.SERVICE_NAME, service.moved(len(text) - len(text.lstrip())))
    elif isinstance(selector, Name) and name not in context.hosts:
        yield _unknown_name(context, position, text)


def _tag_server(position: Position, name: str) -> str | None:
    tag = quote(name)
    if position in {Position.ACL_SRC, Position.GRANT_SRC}:
        return f"src=tag not found: {tag}"
    if position is Position.ACL_DST:
        return f"dst={tag}: tag not found: {tag}"
    if position is Position.VIA:
        return f"tag {tag} not found"
    return f"tag not found: {tag}" if position is Position.NODE_ATTR_TARGET else None


def _unknown_name(context: Context, position: Position, text: str) -> Flaw:
    name = text.strip()
    server = f"{quote(name)}: invalid address" if position is Position.NODE_ATTR_TARGET else None
    if not name:
        return Flaw(Kind.SELECTOR_POSITION, whole(text, "the selector is empty", server))
    if looks_like_address(name):
        message = f"{quote(name)} is not a valid IP address or CIDR"
        return Flaw(Kind.UNDEFINED_HOST, whole(text, message, server))
    if parse_range(name) is not None:
        message = f"{quote(name)} is a range of addresses, which only an IP set can hold"
        hint = "define an IP set with this range and name that"
        return Flaw(Kind.SELECTOR_POSITION, whole(text, message, server, hint))
    allowed = _alike(context, name)
    fault = whole(text, f"{quote(name)} is not defined in hosts", server, None if allowed else _NAME_HINT)
    return Flaw(Kind.UNDEFINED_HOST, fault._replace(allowed=allowed))


_NAME_HINT = "users are written as logins with an @, groups and tags with their prefix"


def _alike(context: Context, name: str) -> tuple[str, ...]:
    """Find what a name that is defined nowhere was meant to be."""
    folded = name.lower()
    bare = name.removeprefix("host:")
    role = folded.removeprefix("role:")
    candidates = [other for other in _spellings(name) if _is_defined(context, other)]
    if bare != name and bare in context.hosts:
        candidates.append(bare)
    if role in AUTOGROUPS:
        candidates.append(f"autogroup:{role}")
    if folded in _EVERYTHING:
        candidates.append("*")
    known = context.hosts | context.tags | context.groups if ":" in name else context.hosts
    return tuple(candidates) or context.suggest(name, known)


_EVERYTHING = frozenset({"all", "any", "everyone"})


def _spellings(name: str) -> tuple[str, ...]:
    return (name.lower(), f"group:{name}", f"tag:{name}", f"ipset:{name}")


def _is_defined(context: Context, name: str) -> bool:
    return name in context.groups or name in context.tags or name in context.ipsets
