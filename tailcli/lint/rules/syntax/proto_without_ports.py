"""Ports are given for a protocol that has none.

What it does:
    Reports ports other than `*` with a protocol other than TCP, UDP and SCTP, in ACL rules and in the `ip` of
    grants.

Why:
    Only TCP, UDP and SCTP have ports. A device ignores a rule for another protocol unless it holds all ports;
    the control plane does not say so.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "ip": ["gre:80"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "ip": ["gre:*", "tcp:80"]}]}
    ```

Fix:
    None: write `*`, or the protocol that the ports belong to.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.policy.faults import Fault, quote
from tailcli.policy.ports import (
    ANY_PORT,
    PROTOCOL_NAMES,
    PROTOCOLS_WITH_PORTS,
    Destination,
    Traffic,
    parse_acl_protocol,
    parse_destination,
    parse_traffic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import AclRule

_HINT = 'write "*" for the ports: only TCP, UDP and SCTP have any'


def check(context: Context) -> Iterator[Report]:
    """Report ports without a meaning."""
    for grant in context.policy.grants or ():
        for node in grant.ip:
            parsed = parse_traffic(node.value)
            if isinstance(parsed, Traffic) and parsed.ports != ANY_PORT and _is_portless(parsed.protocol):
                yield Report(node.span, _message(parsed.protocol, node.value), hint=_HINT)
    for rule in context.policy.acls or ():
        if rule.proto is not None:
            yield from _acl(rule)


def _acl(rule: AclRule) -> Iterator[Report]:
    protocol = None if rule.proto is None else parse_acl_protocol(rule.proto.value)
    if rule.proto is None or isinstance(protocol, Fault) or not _is_portless(protocol):
        return
    for node in rule.dst:
        parsed = parse_destination(node.value)
        if isinstance(parsed, Destination) and any(ports != ANY_PORT for ports in parsed.ports):
            labels = (Label(rule.proto.span, "the protocol is here"),)
            yield Report(node.span, _message(protocol, node.value), hint=_HINT, labels=labels)


def _is_portless(protocol: int | None) -> bool:
    return protocol is not None and protocol not in PROTOCOLS_WITH_PORTS


def _message(protocol: int | None, text: str) -> str:
    name = PROTOCOL_NAMES.get(protocol or 0, str(protocol))
    return f"{quote(text.strip())} has no effect as written: the protocol {name} has no ports"
