"""From what a person writes (a login, a group, a tag, an address ...) to the subjects it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.content import contents
from tailcli.access.match_subject import Carrier, Member, Nobody, Person, Service, Stranger, Subject
from tailcli.access.ranges import overlaps
from tailcli.access.universe import login_domain
from tailcli.access.vocabulary import vocabulary
from tailcli.policy.addresses import AddressRange
from tailcli.policy.faults import quote
from tailcli.policy.selectors import (
    Address,
    DomainUsers,
    GroupName,
    Login,
    Name,
    ServiceName,
    TagName,
    parse_selector,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.definitions import Definitions
    from tailcli.access.match_known import Known
    from tailcli.access.match_question import Rules
    from tailcli.policy.model import Policy
    from tailcli.policy.selectors import Selector

DEVICE = "device:"


class NotFound(NamedTuple):
    """Why a word means nobody, and the name that was probably meant."""

    reason: str
    suggestion: str | None = None


class Lookup:
    """The names of one policy and one inventory.

    ``mentioned`` are the selectors that rules use: people whom the rules cannot tell apart are asked about
    once.
    """

    __slots__ = ("_definitions", "_domains", "_groups_of", "_known", "_local", "_logins")

    def __init__(
        self,
        definitions: Definitions,
        known: Known,
        mentioned: Iterable[Selector] = (),
        localpart_domains: Iterable[str] = (),
    ) -> None:
        selectors = tuple(mentioned)
        self._local = frozenset(localpart_domains)
        self._groups_of: dict[str, list[str]] = {}
        for name, logins in definitions.groups.items():
            for login in dict.fromkeys(logins):
                self._groups_of.setdefault(login, []).append(name)
        self._definitions = definitions
        self._known = known
        self._logins = {s.login for s in selectors if isinstance(s, Login)}
        self._domains = {s.domain for s in selectors if isinstance(s, DomainUsers)}

    def find(self, text: str) -> tuple[Subject, ...] | NotFound:
        """Return the subjects that a word means: one, or for a group one or two of each kind of member."""
        word = text.strip()
        if word.startswith(DEVICE):
            return self._device(word.removeprefix(DEVICE))
        selector = parse_selector(word)
        match selector:
            case Login(login):
                return (self.person(login),)
            case GroupName(name):
                return self._group(name)
            case TagName(name):
                return self._tag(name)
            case ServiceName(name):
                return (Subject(name, Service(name)),)
            case Address() | Name():
                return self._at(selector, word)
            case _:
                return NotFound(f"{quote(word)} is neither one user, tag, device nor address")

    def is_name(self, text: str) -> bool:
        """Tell whether a word with a port at its end is a name as a whole, as an address may be.

        Any word with an ``@`` may be a login; one of that kind is a name where somebody is called so.
        """
        selector = parse_selector(text.strip())
        if isinstance(selector, Login):
            login = selector.login
            return login in self._logins or login in self._groups_of or bool(self._known.of_user(login))
        return not isinstance(selector, ServiceName) and not isinstance(self.find(text), NotFound)

    def person(self, login: str) -> Subject:
        """Return a user, with all that is known of the addresses of their devices."""
        devices = self._known.of_user(login)
        addresses = None if devices is None else tuple(a for d in devices for a in d.addresses or ())
        return Subject(login, Person(login, self._known.is_shared(login)), addresses)

    def tag(self, name: str) -> Subject:
        """Return a device that carries one tag alone."""
        devices = self._known.with_tag(name)
        addresses = None if devices is None else tuple(a for d in devices for a in d.addresses or ())
        return Subject(name, Carrier((name,)), addresses)

    def group(self, name: str) -> Subject:
        """Return somebody in a group as such: without what members have, or anybody where none is told."""
        is_told = self.members(name) is not None
        return Subject(name, Member(name, is_told), () if is_told else None)

    def address(self, text: str, address: AddressRange) -> Subject:
        """Return what is at an address: the device that has it, or the address itself."""
        device = self._known.at(address)
        if device is not None:
            return device._replace(text=text, addresses=(address,), is_literal=True)
        inside = overlaps(((address.first, address.last + 1),), networks.TAILNET[address.version])
        stranger = inside and (self._known.devices is None or not address.is_single)
        return Subject(text, Stranger() if stranger else Nobody(), (address,), is_literal=True)

    def _device(self, name: str) -> tuple[Subject, ...] | NotFound:
        found = self._known.named(name)
        if found is not None:
            return (found._replace(text=DEVICE + found.text),)
        if self._known.devices is None:
            return NotFound(f"no device list is given in which to find {quote(name)}")
        names = [device.text for device in self._known.devices]
        return NotFound(f"no device is called {quote(name)}", _near(name, names, DEVICE))

    def _tag(self, name: str) -> tuple[Subject, ...] | NotFound:
        if name in self._definitions.tags:
            return (self.tag(name),)
        return NotFound(f"tag {quote(name)} is not defined", _near(name, self._definitions.tags))

    def _at(self, selector: Address | Name, word: str) -> tuple[Subject, ...] | NotFound:
        host = self._definitions.host(word)
        if host is not None:
            return (self.address(word, host),)
        if isinstance(selector, Address):
            return (self.address(word, AddressRange(selector.version, selector.first, selector.last)),)
        suggestion = _near(word, (*self._definitions.host_names, *self._definitions.tags))
        return NotFound(f"{quote(word)} is neither a host of the policy nor an address", suggestion)

    def _group(self, name: str) -> tuple[Subject, ...] | NotFound:
        logins = self.members(name)
        if logins is None:
            if "@" in name:
                return NotFound(_from_outside(name))
            return NotFound(f"group {quote(name)} is not defined", _near(name, self._definitions.groups))
        if not logins:
            return NotFound(f"group {quote(name)} has no members")
        alike = self.kinds(logins)
        return tuple(self.person(login) for kind in alike for login in kind[:2])

    def kinds(self, logins: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Return the logins gathered by kind: no rule has different answers for two of one kind.

        Only what they reach of their own devices can differ.
        """
        kinds: dict[object, list[str]] = {}
        for login in dict.fromkeys(logins):
            kinds.setdefault(self._kind(login), []).append(login)
        return tuple(tuple(alike) for alike in kinds.values())

    def members(self, group: str) -> tuple[str, ...] | None:
        """Return the logins of a group; None where neither the policy nor the inventory says."""
        defined = self._definitions.groups.get(group)
        return self._known.inventory.groups.get(group) if defined is None else defined

    def _kind(self, login: str) -> object:
        """What tells a login from others: no rule can have different answers for equal kinds."""
        domain = login_domain(login)
        if self._known.has_lists or login in self._logins or domain in self._local:
            return login
        groups = (*self._groups_of.get(login, ()), *self._known.told(login))
        return groups, domain if domain in self._domains else None


def lookup_for(policy: Policy, rules: Rules) -> Lookup:
    """Return the look-up of a policy's names for questions to its rules."""
    words = vocabulary(policy, contents(policy))
    return Lookup(rules.definitions, rules.known, words.access, words.localpart_domains)


def _from_outside(group: str) -> str:
    from tailcli.access.telling import what_would

    would = what_would(groups=True, would="would tell them")
    return f"the members of {quote(group)} come from an identity provider: {would}"


def _near(word: str, names: Iterable[str], prefix: str = "") -> str | None:
    from tailcli.policy.suggest import closest

    found = closest(word, names)
    return None if found is None else prefix + found
