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
)
from tailcli.access.definitions import Definitions, family
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
    from collections.abc import Iterable, Sequence

    from tailcli.access.definitions import ByFamily
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
        tagged: every tagged device.
        identities: members and tagged devices.
        singles: classes of exactly one person, whose own devices are all the devices of the class.
        addresses: by family, the classes of addresses.
    """

    __slots__ = (
        "addresses",
        "atoms",
        "bit",
        "identities",
        "login_bits",
        "members",
        "services",
        "singles",
        "tagged",
    )

    def __init__(self, policies: Sequence[Policy]) -> None:
        words = [vocabulary(policy) for policy in policies]
        definitions = [Definitions(policy) for policy in policies]
        selectors = dict.fromkeys(s for w in words for s in (*w.access, *w.others))
        identities = [
            *_people(words, definitions),
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
        self.members = self._all(People, OtherMembers, RoleHolders, SyncedMembers)
        self.identities = self.members | self.tagged
        self.services = self._all(Services)
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


def _people(words: list[Vocabulary], definitions: list[Definitions]) -> list[Atom]:
    """Gather the named logins into classes: same groups in each version, same domain where it matters."""
    selectors = dict.fromkeys(s for w in words for s in (*w.access, *w.others))
    signatures: dict[str, list[object]] = {}
    for number, names in enumerate(definitions):
        for group, logins in names.groups.items():
            mark = (number, group) if GroupName(group) in selectors else None
            for login in logins:
                signature = signatures.setdefault(login, [])
                if mark is not None and mark not in signature[-1:]:
                    signature.append(mark)
    for selector in selectors:
        if isinstance(selector, Login):
            signatures.setdefault(selector.login, []).append(selector)
    domains = {s.domain for s in selectors if isinstance(s, DomainUsers)} | _localpart_domains(words)
    classes: dict[tuple[object, ...], list[str]] = {}
    for login, signature in signatures.items():
        domain = login_domain(login)
        key = (*dict.fromkeys(signature), domain if domain in domains else None)
        classes.setdefault(key, []).append(login)
    return [People(tuple(logins)) for logins in classes.values()]


def _localpart_domains(words: list[Vocabulary]) -> set[str]:
    return {domain for word in words for domain in word.localpart_domains}


def login_domain(login: str) -> str:
    """Return what stands behind the last ``@`` of a login."""
    return login.rpartition("@")[2]


def _strangers(selectors: Iterable[Selector], definitions: list[Definitions]) -> list[Atom]:
    """People whom no rule names: by role, by synced group, by domain, and everybody else."""
    found: dict[Atom, None] = {}
    for selector in selectors:
        match selector:
            case Autogroup(name) if name in ROLES:
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


def _tagged(selectors: Iterable[Selector], definitions: list[Definitions]) -> list[Atom]:
    tags = dict.fromkeys(tag for names in definitions for tag in sorted(names.tags))
    tags.update(dict.fromkeys(s.name for s in selectors if isinstance(s, TagName)))
    return [*map(TaggedDevices, tags), OtherTagged()]


def _cuts(version: int, selectors: Iterable[Selector], definitions: list[Definitions]) -> list[ByFamily]:
    """Every set of addresses that a rule can speak of, and the ranges that mean something by themselves."""
    cuts: list[ByFamily] = [networks.TAILNET, networks.WILDCARD_SOURCE]
    for selector in selectors:
        match selector:
            case Address():
                cuts.append(family(selector))
            case IpSetName(name):
                cuts += [names.ipset(name) for names in definitions]
            case Name(name):
                hosts = [names.host(name) for names in definitions]
                cuts += [family(host) for host in hosts if host is not None]
            case Autogroup("internet"):
                cuts.append(networks.INTERNET)
            case _:
                pass
    return [cut for cut in cuts if cut.get(version)]
