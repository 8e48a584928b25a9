"""Traffic, logins, terms and conditions in words, the same ones wherever the tool speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import (
    DRIVE,
    GOLINK,
    GRAFANA,
    KUBERNETES,
    RELAY,
    SECRETS,
    TAILSQL,
    TSIDP,
    WEBUI,
)
from tailcli.access.ssh import Action, LoginName, OtherLogins, OwnLocalpart
from tailcli.access.traffic import DEFAULT_PROTOCOLS, flows
from tailcli.policy.addresses import V4, V6
from tailcli.policy.durations import format_duration
from tailcli.policy.ports import ANY_PORT, PortRange, format_ports, format_protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.access.conditions import Alternative
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.access.ssh import LoginClass, Terms

OTHER_ACCOUNTS = "any other account"
ONLY_IF = "only if the device has "
ALL_PORTS = "all ports (tcp, udp, icmp)"
_Ports = tuple[PortRange, ...]


def traffic_words(rights: Ranges) -> tuple[str, ...]:
    """Return traffic as short phrases: ``tcp:443``, ``53 (tcp, udp, icmp)``, ``all ports (tcp, udp, icmp)``.

    Traffic that is open in one family alone says so.
    """
    v4, v6 = _by_protocol(rights, V4), _by_protocol(rights, V6)
    shared = {p: _common(ports, v6.get(p, ())) for p, ports in v4.items()}
    return (
        *_phrases({p: ports for p, ports in shared.items() if ports}, ""),
        *_phrases(_rest(v4, shared), " (IPv4 only)"),
        *_phrases(_rest(v6, shared), " (IPv6 only)"),
    )


def _rest(ports: dict[int, _Ports], told: dict[int, _Ports]) -> dict[int, _Ports]:
    left = {p: tuple(r for r in ranges if r not in told.get(p, ())) for p, ranges in ports.items()}
    return {protocol: ranges for protocol, ranges in left.items() if ranges}


def _common(left: _Ports, right: _Ports) -> _Ports:
    return tuple(ports for ports in left if ports in right)


def _by_protocol(rights: Ranges, family: int) -> dict[int, _Ports]:
    found: dict[int, list[PortRange]] = {}
    for flow in flows(rights):
        if flow.family == family:
            found.setdefault(flow.protocol, []).append(PortRange(flow.first, flow.last))
    return {protocol: tuple(ports) for protocol, ports in found.items()}


def _phrases(by_protocol: dict[int, _Ports], suffix: str) -> list[str]:
    if not by_protocol:
        return []
    missing = _missing(by_protocol)
    if missing:
        return [f"{ALL_PORTS} except {missing}{suffix}"]
    usual = [by_protocol.get(protocol, ()) for protocol in DEFAULT_PROTOCOLS]
    together = tuple(ports for ports in usual[0] if all(ports in other for other in usual))
    found = [_default_phrase(together)] if together else []
    same: dict[_Ports, list[int]] = {}
    for protocol in sorted(by_protocol, key=lambda number: (number not in {6, 17}, number)):
        alone = tuple(
            p for p in by_protocol[protocol] if not (p in together and protocol in DEFAULT_PROTOCOLS)
        )
        if alone:
            same.setdefault(alone, []).append(protocol)
    found += [phrase for ports, protocols in same.items() for phrase in _by_ports(ports, protocols)]
    return [phrase + suffix for phrase in found]


_SEVERAL = 3


def _by_ports(ports: _Ports, protocols: list[int]) -> list[str]:
    """Tell the same ports of several protocols once; ICMP is one of them, whatever the family."""
    names = [format_protocol(protocol) for protocol in protocols]
    said = ",".join(map(format_ports, ports))
    if len(names) < _SEVERAL:
        return [f"{name}:{said}" for name in names]
    if "icmp" in names and "ipv6-icmp" in names:
        names.remove("ipv6-icmp")
    return [f"{'all ports' if ports == (ANY_PORT,) else said} ({', '.join(names)})"]


def _missing(by_protocol: dict[int, _Ports]) -> str:
    """Return the few ports that are not open, where all others of the usual protocols are; else nothing."""
    if set(by_protocol) != set(DEFAULT_PROTOCOLS) or (ANY_PORT,) not in by_protocol.values():
        return ""
    gaps = {p: _gaps(ports) for p, ports in by_protocol.items() if ports != (ANY_PORT,)}
    if sum(map(len, gaps.values())) > _FEW_GAPS:
        return ""
    return ", ".join(f"{format_protocol(p)}:{','.join(map(format_ports, gaps[p]))}" for p in sorted(gaps))


_FEW_GAPS = 6


def _gaps(ports: _Ports) -> _Ports:
    edges = [ANY_PORT.first - 1, *(edge for r in ports for edge in (r.first, r.last)), ANY_PORT.last + 1]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(PortRange(low + 1, high - 1) for low, high in pairs if high - low > 1)


def _default_phrase(ports: _Ports) -> str:
    return ALL_PORTS if ANY_PORT in ports else f"{','.join(map(format_ports, ports))} (tcp, udp, icmp)"


def login_words(login: LoginClass) -> str:
    """Return who one logs in as."""
    match login:
        case LoginName(name):
            return name
        case OtherLogins():
            return f"{OTHER_ACCOUNTS} except root"
        case OwnLocalpart(domain):
            return f"the account named like their own login @{domain}"


def terms_words(terms: Terms) -> str:
    """Return the terms of an SSH rule: ``accept``, ``check every 12h``, with recorder and environment."""
    words = [_action_words(terms)]
    if terms.recorder:
        enforced = ", refused if none is reachable" if terms.enforce_recorder else ""
        words.append(f"recorded by {', '.join(terms.recorder)}{enforced}")
    if terms.accept_env:
        words.append(f"may set {', '.join(terms.accept_env)}")
    return "; ".join(words)


def _action_words(terms: Terms) -> str:
    if terms.action is Action.ACCEPT:
        return "accept"
    if not terms.check_period:
        return "check every time"
    return f"check every {short_duration(terms.check_period)}"


def short_duration(nanoseconds: int) -> str:
    """Return a duration without its zero parts: ``12h``, ``1h30m``."""
    text = format_duration(nanoseconds)
    if text.endswith("m0s"):
        text = text.removesuffix("0s")
    return text.removesuffix("0m") if text.endswith("h0m") else text


def condition_words(alternative: Alternative) -> str:
    """Return the requirements of an access, or the empty string where there are none."""
    postures = sorted(r.text for r in alternative if r.kind == "posture")
    routers = sorted(r.text for r in alternative if r.kind == "via")
    words = []
    if postures:
        words.append(ONLY_IF + " and ".join(postures))
    words += [f"only through {tag}" for tag in routers]
    return "; ".join(words)


def permission_words(permission: Permission) -> str:
    """Return one application permission as people say it."""
    write = _PERMISSION_WORDS.get(permission.capability)
    if write is None:
        return f"{permission.capability} {permission.object}".strip()
    return write(permission.action, permission.object).rstrip()


def _every(target: str, what: str) -> str:
    return f"every {what}" if target == "*" else f"{what} {target}"


PEER_RELAY = "relay: use it as a peer relay"
_ACCESS = {"ro": "read", "rw": "read and write"}
_TSIDP = {"administer": "administer it", "register": "register clients"}
_PERMISSION_WORDS: dict[str, Callable[[str, str], str]] = {
    SECRETS: lambda action, target: f"secrets: {action} {target}",
    KUBERNETES: lambda action, target: f"kubernetes: {action or 'settings'} {target}",
    DRIVE: lambda action, target: f"drive: {_ACCESS[action]} {_every(target, 'share')}",
    GOLINK: lambda _action, _target: "golink: edit every link",
    RELAY: lambda _action, _target: PEER_RELAY,
    WEBUI: lambda _action, target: f"web interface: edit {'everything' if target == '*' else target}",
    GRAFANA: lambda _action, target: f"grafana: role {target}",
    TAILSQL: lambda _action, target: f"tailsql: query {_every(target, 'source')}",
    TSIDP: lambda action, target: f"tsidp: {_TSIDP[action] if action else f'use it {target}'}",
}
