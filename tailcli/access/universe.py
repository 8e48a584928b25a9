"""The universe: every atom that the given policies can tell apart, without a device list.

Sources and destinations share one numbering. People with equal memberships fall into one class, addresses
that the same ranges cover into another, so the cost of a question follows the number of classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.addressing import AddressClasses
from tailcli.access.atoms import (
    Addresses,
    Atom,
    OtherMembers,
    OtherTagged,
    OwnDevices,
    People,
    RoleHolders,
    Services,
    SharedUsers,
    SubnetHosts,
    SyncedMembers,
    TaggedDevices,
    bits,
    every,
)
from tailcli.access.definitions import family
from tailcli.access.vocabulary import vocabulary
from tailcli.policy.addresses import V4, V6
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    DomainUsers,
    GroupName,
    IpSetName,
    Login,
    Name,
    ServiceName,
    TagName,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tailcli.access.content import Content
    from tailcli.access.definitions import ByFamily, Definitions
    from tailcli.access.vocabulary import Vocabulary
    from tailcli.policy.model import Policy
    from tailcli.policy.selectors import Selector

ROLES = ("owner", "admin", "it-admin", "network-admin", "billing-admin", "auditor")


class Universe:
    """The atoms of one policy, or of two that are to be compared, with the sets of each kind.

    Attributes:
        atoms: every atom; its position is its bit. Atom 0 is ``OwnDevices``.
        login_bits: the bit of the class that holds a login, for each login that a policy names.
        bit: the bit of any other atom.
        members: every person of the tailnet, named or not.
        guests: the named people who are known to be of other tailnets.
        tagged: every tagged device.
        identities: members and tagged devices.
        shared: all people of other tailnets, named or not.
        singles: classes of exactly one person, whose own devices are all the devices of the class.
        strangers: members whom a role or a synced group alone tells of: any person may be one of them.
        addresses: by family, the classes of addresses.
    """

    __slots__ = (
        "addresses",
        "atoms",
        "bit",
        "guests",
        "identities",
        "login_bits",
        "members",
        "services",
        "shared",
        "singles",
        "strangers",
        "tagged",
    )

    def __init__(
        self,
        policies: Sequence[Policy],
        definitions: Sequence[Definitions],
        said: Sequence[tuple[Content, ...]],
    ) -> None:
        words = [
            vocabulary(policy, content) for policy, content in zip(policies, _each_once(said), strict=True)
        ]
        selectors = dict.fromkeys(s for w in words for s in (*w.access, *w.others))
        identities = [
            *_people(selectors, definitions, words),
            *_strangers(selectors, definitions),
            *_tagged(selectors, definitions),
        ]
        services = [Services(s.name) for s in selectors if isinstance(s, ServiceName)]
        self.addresses = {
            version: AddressClasses(version, _cuts(version, selectors, definitions)) for version in (V4, V6)
        }
        fixed: list[Atom] = [OwnDevices(), SharedUsers(), SubnetHosts(), *identities, *services]
        self.atoms: tuple[Atom, ...] = (*fixed, *self._number_addresses(len(fixed)))
        self.bit = {atom: 1 << number for number, atom in enumerate(self.atoms)}
        self.login_bits = {
            login: self.bit[atom] for atom in self.atoms if isinstance(atom, People) for login in atom.logins
        }
        self.tagged = self._all(TaggedDevices, OtherTagged)
        self.guests = every(self.login_bits.get(login, 0) for login in definitions[0].guests)
        self.members = self._all(People, OtherMembers, RoleHolders, SyncedMembers) & ~self.guests
        self.shared = self.bit[SharedUsers()] | self.guests
        self.identities = self.members | self.tagged
        self.services = self._all(Services)
        self.strangers = self._all(RoleHolders, SyncedMembers)
        self.singles = bits(
            [n for n, atom in enumerate(self.atoms) if isinstance(atom, People) and len(atom.logins) == 1]
        )

    def _number_addresses(self, at: int) -> list[Addresses]:
        found: list[Addresses] = []
        for classes in self.addresses.values():
            classes.number(at + len(found))
            found += classes.atoms
        return found

    def _all(self, *kinds: type[Atom]) -> int:
        return bits([number for number, atom in enumerate(self.atoms) if isinstance(atom, kinds)])


def _each_once(said: Sequence[tuple[Content, ...]]) -> list[tuple[Content, ...]]:
    """Leave out of each version the contents that it shares with the first: their words are known."""
    known = set(map(id, said[0])) if len(said) > 1 else set()
    return [*said[:1], *(tuple([one for one in later if id(one) not in known]) for later in said[1:])]


def _people(
    selectors: Iterable[Selector], definitions: Sequence[Definitions], words: Sequence[Vocabulary]
) -> list[Atom]:
    """Gather the named logins into classes: same groups in each version, same domain where it matters."""
    signatures: dict[str, list[str | int]] = {}
    used = {selector.name for selector in selectors if isinstance(selector, GroupName)}
    for version, names in enumerate(definitions):
        for group, logins in names.groups.items():
            if version and definitions[0].groups.get(group) == logins:
                continue
            mark: list[str | int] = [version, group] if group in used else []
            for login in dict.fromkeys(logins):
                signatures.setdefault(login, []).extend(mark)
    for login, mark_of_own in _marked(selectors, definitions[0].roles or {}):
        signatures.setdefault(login, []).append(mark_of_own)
    for login in signatures.keys() & definitions[0].guests:
        signatures[login].append(_GUEST)
    local_domains = {domain for word in words for domain in word.localpart_domains}
    for login in _with_named_account(signatures, local_domains, words):
        signatures[login].append(login)
    domains = {s.domain for s in selectors if isinstance(s, DomainUsers)} | local_domains
    classes: dict[tuple[str | int | None, ...], list[str]] = {}
    for login, signature in signatures.items():
        domain = login_domain(login) if domains else None
        classes.setdefault((*signature, domain if domain in domains else None), []).append(login)
    return [People(tuple(logins)) for logins in classes.values()]


_GUEST = -1


def _with_named_account(
    logins: Iterable[str], domains: set[str], words: Sequence[Vocabulary]
) -> Iterator[str]:
    """Yield logins whose own account, which ``localpart:`` opens, has a name that SSH rules name."""
    accounts = {account for word in words for account in word.accounts}
    for login in logins if domains else ():
        local, _, domain = login.rpartition("@")
        if domain in domains and local in accounts:
            yield login


def _marked(selectors: Iterable[Selector], roles: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield logins that a selector names by itself, or by a role that they are known to have."""
    for selector in selectors:
        if isinstance(selector, Login):
            yield selector.login, selector.login
        elif isinstance(selector, Autogroup):
            yield from ((login, selector.name) for login in dict.fromkeys(roles.get(selector.name, ())))


def login_domain(login: str) -> str:
    """Return what stands behind the last ``@`` of a login."""
    return login.rpartition("@")[2]


def _strangers(selectors: Iterable[Selector], definitions: Sequence[Definitions]) -> list[Atom]:
    """People whom no rule names: by role, by synced group, by domain, and everybody else."""
    found: dict[Atom, None] = {}
    for selector in selectors:
        match selector:
            case Autogroup(name) if name in ROLES and definitions[0].roles is None:
                found[RoleHolders(name)] = None
                if name == "admin":
                    found[RoleHolders("owner")] = None
            case GroupName(name) if not all(name in names.groups for names in definitions):
                found[SyncedMembers(name)] = None
            case DomainUsers(domain):
                found[OtherMembers(domain)] = None
            case _:
                pass
    return [*found, OtherMembers(None)]


def _tagged(selectors: Iterable[Selector], definitions: Sequence[Definitions]) -> list[Atom]:
    tags = dict.fromkeys(tag for names in definitions for tag in sorted(names.tags))
    tags.update(dict.fromkeys(s.name for s in selectors if isinstance(s, TagName)))
    return [*map(TaggedDevices, tags), OtherTagged()]


def _cuts(version: int, selectors: Iterable[Selector], definitions: Sequence[Definitions]) -> list[ByFamily]:
    """Every set of addresses that a rule can speak of, and the ranges that mean something by themselves."""
    cuts: list[ByFamily] = [networks.TAILNET, networks.WILDCARD_SOURCE]
    for selector in selectors:
        match selector:
            case Address():
                cuts += [family(selector), *_host_cuts(selector.text, definitions)]
            case IpSetName(name):
                cuts += [names.ipset(name) for names in definitions]
            case Name(name):
                cuts += _host_cuts(name, definitions)
            case Autogroup("internet"):
                cuts.append(networks.INTERNET)
            case _:
                pass
    return [cut for cut in cuts if cut.get(version)]


def _host_cuts(name: str, definitions: Sequence[Definitions]) -> list[ByFamily]:
    """Return what a host of that name is: a host may be named like an address, too."""
    hosts = dict.fromkeys(names.host(name) for names in definitions)
    return [family(host) for host in hosts if host is not None]
