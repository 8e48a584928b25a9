"""The names that one policy defines, and what its hosts and IP sets amount to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access import networks
from tailcli.access.ranges import EMPTY, Ranges, of, subtract, union
from tailcli.policy.addresses import V4, V6, AddressRange, parse_network
from tailcli.policy.ipset_entries import HostName, Internet, IpSetEntry, Operation, parse_ipset_entry
from tailcli.policy.selectors import Address, IpSetName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.access.facts import Facts
    from tailcli.policy.model import Policy

ByFamily: TypeAlias = dict[int, Ranges]


class Definitions:
    """Groups, tags, hosts, IP sets and postures of one policy, by name.

    Attributes:
        groups: the members of each group that the file defines, and of those that the facts tell of.
        roles: logins by role, None where no facts tell.
        guests: the logins that the facts tell to be of other tailnets.
        tags: the tags that ``tagOwners`` declares.
        postures: the assertions of each posture.
    """

    __slots__ = ("_hosts", "_ipset_entries", "_ipsets", "groups", "guests", "postures", "roles", "tags")

    def __init__(self, policy: Policy, facts: Facts | None = None) -> None:
        self.groups = {
            group.name.value: tuple([m.value.strip() for m in group.members]) for group in policy.groups
        }
        self.roles: Mapping[str, tuple[str, ...]] | None = None
        self.guests: frozenset[str] = frozenset()
        if facts is not None:
            self.groups = {**facts.groups, **self.groups}
            self.roles = facts.roles
            self.guests = facts.guests
        self.tags = frozenset(tag.name.value for tag in policy.tag_owners)
        self.postures = {p.name.value: tuple(a.value for a in p.assertions) for p in policy.postures}
        self._hosts = {host.name.value: host.address.value for host in policy.hosts}
        self._ipset_entries = {s.name.value: tuple(e.value for e in s.entries) for s in policy.ipsets}
        self._ipsets: dict[str, ByFamily] = {}

    def means_the_same(self, other: Definitions) -> bool:
        """Tell whether every name stands for the same in both, so that equal rules give equal access."""
        if self is other:
            return True
        same = all(getattr(self, part) == getattr(other, part) for part in _MEANING)
        return same and self._has_hosts_of(other)

    def _has_hosts_of(self, other: Definitions) -> bool:
        """Tell whether the same hosts have the same addresses, however these are written."""
        if self._hosts.keys() != other._hosts.keys():
            return False
        changed = (name for name, text in self._hosts.items() if other._hosts[name] != text)
        return all(self.host(name) == other.host(name) for name in changed)

    def host(self, name: str) -> AddressRange | None:
        """Return the address range of a host; None for a name that is not defined or has no valid address."""
        text = self._hosts.get(name)
        return None if text is None else _network(text)

    def has_host(self, name: str) -> bool:
        """Tell whether ``hosts`` has an entry of that name."""
        return name in self._hosts

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names that ``hosts`` defines, in the order of the file."""
        return tuple(self._hosts)

    def ipset(self, name: str) -> ByFamily:
        """Return the addresses of an IP set by family: empty for an undefined one, a cycle adds nothing."""
        if name not in self._ipsets:
            self._settle(name)
        return self._ipsets[name]

    def _settle(self, name: str) -> None:
        """Evaluate a set after those that it is made of, however long a chain of them is."""
        pending = [(name, self._inner(name))]
        while pending:
            current, inner = pending[-1]
            self._ipsets.setdefault(current, {V4: EMPTY, V6: EMPTY})  # what a cycle finds here
            following = next((one for one in inner if one not in self._ipsets), None)
            if following is None:
                self._ipsets[current] = self._evaluate(current)
                pending.pop()
            else:
                pending.append((following, self._inner(following)))

    def _inner(self, name: str) -> Iterator[str]:
        """Yield the sets that a set is made of."""
        for text in self._ipset_entries.get(name, ()):
            entry = parse_ipset_entry(text)
            if isinstance(entry, IpSetEntry) and isinstance(entry.target, IpSetName):
                yield entry.target.name

    def _evaluate(self, name: str) -> ByFamily:
        result: ByFamily = {V4: EMPTY, V6: EMPTY}
        for text in self._ipset_entries.get(name, ()):
            entry = parse_ipset_entry(text)
            if not isinstance(entry, IpSetEntry):
                continue
            combine = subtract if entry.operation is Operation.REMOVE else union
            for version, ranges in self._target(entry).items():
                result[version] = combine(result[version], ranges)
        return result

    def _target(self, entry: IpSetEntry) -> ByFamily:
        match entry.target:
            case AddressRange():
                return family(entry.target)
            case IpSetName(name):
                return self.ipset(name)
            case HostName(name):
                host = self.host(name)
                return {} if host is None else family(host)
            case Internet():
                return networks.INTERNET


_MEANING = ("groups", "tags", "postures", "_ipset_entries")


@cache
def _network(text: str) -> AddressRange | None:
    """Read the address of a host; as a selector, because the checks read it as one too: once serves all."""
    selector = parse_selector(text)
    if isinstance(selector, Address):
        return AddressRange(selector.version, selector.first, selector.last)
    return parse_network(text.strip())


def family(addresses: AddressRange | Address) -> ByFamily:
    """Return one range as a set of its family."""
    return {addresses.version: of(((addresses.first, addresses.last + 1),))}
