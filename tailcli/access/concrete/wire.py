"""What a node is sent, in the shapes of the wire (``tailcfg``): filter rules and SSH rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.policy.model import AclRule, Grant, SshRule
    from tailcli.policy.ports import PortRange

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

CHECK_URL = "https://unused/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID?local_user=$LOCAL_USER"


class DstPort(NamedTuple):
    """An address, CIDR, range or ``*``, and ports on it."""

    ip: str
    ports: PortRange


class CapGrant(NamedTuple):
    """Application capabilities on some addresses; the value of a companion is None."""

    destinations: tuple[str, ...]
    capabilities: Mapping[str, Json]


class FilterRule(NamedTuple):
    """One rule of a packet filter: it opens ports or gives capabilities, never both.

    Attributes:
        sources: who may: addresses, CIDRs, ranges or ``*``, sorted as text.
        dst_ports: what they reach.
        protocols: by number; none means TCP, UDP and ICMP of both kinds.
        cap_grants: the capabilities given.
        rules: the access rules of the policy that this comes from (None: the default allow-all).
    """

    sources: tuple[str, ...]
    dst_ports: tuple[DstPort, ...] = ()
    protocols: tuple[int, ...] = ()
    cap_grants: tuple[CapGrant, ...] = ()
    rules: tuple[Grant | AclRule | None, ...] = ()


class WireSshRule(NamedTuple):
    """One SSH rule of a node.

    Attributes:
        principals: addresses of the sources.
        users: the local account for each account asked for; ``=`` is the same name, empty is no match.
        is_check: whether the login is delegated to a check instead of being accepted.
        accept_env: as the policy has it.
        rule: the SSH rule of the policy that this comes from.
    """

    principals: tuple[str, ...]
    users: Mapping[str, str]
    is_check: bool
    accept_env: tuple[str, ...]
    rule: SshRule


def filter_rule_json(rule: FilterRule) -> dict[str, Json]:
    """Return a filter rule as its JSON object; what is empty is left out, except ``SrcIPs``."""
    found: dict[str, Json] = {"SrcIPs": rule.sources}
    if rule.dst_ports:
        found["DstPorts"] = [
            {"IP": port.ip, "Ports": {"First": port.ports.first, "Last": port.ports.last}}
            for port in rule.dst_ports
        ]
    if rule.protocols:
        found["IPProto"] = rule.protocols
    if rule.cap_grants:
        found["CapGrant"] = [
            {"Dsts": grant.destinations, "CapMap": grant.capabilities} for grant in rule.cap_grants
        ]
    return found


def ssh_rule_json(rule: WireSshRule) -> dict[str, Json]:
    """Return an SSH rule as its JSON object. The address of a check is the placeholder of the wire."""
    action: dict[str, Json] = {
        "accept": True,
        "allowAgentForwarding": True,
        "allowLocalPortForwarding": True,
        "allowRemotePortForwarding": True,
    }
    found: dict[str, Json] = {
        "principals": [{"nodeIP": address} for address in rule.principals],
        "sshUsers": rule.users,
        "action": {"holdAndDelegate": CHECK_URL} if rule.is_check else action,
    }
    if rule.accept_env:
        found["acceptEnv"] = rule.accept_env
    return found
