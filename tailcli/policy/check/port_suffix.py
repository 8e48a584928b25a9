"""Ports where none belong: ``tag:web:443`` anywhere but in the ``dst`` of an ACL rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import Position
from tailcli.policy.check.context import Flaw
from tailcli.policy.faults import Fault, quote
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import Address, Name, parse_selector

if TYPE_CHECKING:
    from tailcli.policy.check.context import Context

_PREFIXES = frozenset({"autogroup", "group", "tag", "ipset", "svc", "user"})
_WITHOUT_WILDCARD = frozenset(Position) - {Position.ACL_SRC, Position.GRANT_SRC, Position.GRANT_DST}
_KINDS = {Position.GRANT_DST: Kind.GRANT_DST_PORT, Position.SSH_DST: Kind.SSH_DESTINATION}


def port_suffix_flaw(context: Context, position: Position, text: str) -> Flaw | None:
    """Say that a selector carries ports, as it would in an ACL rule; None where it does not."""
    name = text.strip()
    host, colon, ports = name.rpartition(":")
    if (
        not colon
        or name in context.hosts
        or name in context.tags
        or isinstance(parse_selector(text), Address)
    ):
        return None
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not _is_whole_selector(context, bare):
        return None
    start = len(text) - len(text.lstrip()) + len(host)
    server = None
    if position is Position.GRANT_DST:
        server = f'dst {quote(name)}: host name must not contain colon (":") for {quote(name)}'
    message = f"{quote(colon + ports)} has no place in {position.value}: no ports are named here"
    hint = 'write the ports in "ip"' if position is Position.GRANT_DST else None
    allowed = () if bare == "*" and position in _WITHOUT_WILDCARD else (bare,)
    fault = Fault(start, start + len(colon + ports), message, server, hint, allowed)
    return Flaw(_KINDS.get(position, Kind.SELECTOR_POSITION), fault)


def _is_whole_selector(context: Context, text: str) -> bool:
    if text in context.hosts or text == "*":
        return True
    prefix, colon, rest = text.partition(":")
    if colon and prefix in _PREFIXES:
        return bool(rest)
    return bool(text) and not isinstance(parse_selector(text), Name)
