"""Which people and devices a selector names: said once, for classes of people and for a device list.

A *population* numbers its people or nodes; a set of them is an integer used as a bit set. The claims are in
docs/semantics.md ("Selectors").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import MEMBER, ROLES, TAGGED
from tailcli.policy.selectors import Autogroup, DomainUsers, GroupName, Login, TagName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from tailcli.access.definitions import Definitions
    from tailcli.policy.selectors import Selector

    class Population(Protocol):
        """Whom selectors choose from. Every answer is a bit set; an unknown name has no bits."""

        @property
        def members(self) -> int:
            """Everybody of the tailnet who is no tagged device."""
            ...

        @property
        def tagged(self) -> int:
            """Every tagged device."""
            ...

        def login(self, login: str) -> int:
            """Return who has this login; tagged devices never do."""
            ...

        def tag(self, tag: str) -> int:
            """Return what carries this tag."""
            ...

        def synced(self, group: str) -> int:
            """Return the members of a group that the policy does not define."""
            ...

        def domain(self, domain: str) -> int:
            """Return the members whose login is of this domain."""
            ...

        def role(self, role: str) -> int:
            """Return the members with exactly this role."""
            ...


def identities(
    selector: Selector, population: Population, definitions: Definitions, *, fragment: bool = False
) -> int:
    """Return the people and devices that a selector names; none for a selector of another kind.

    An undefined tag stands for nothing, except in a fragment, where it is defined elsewhere.
    """
    match selector:
        case Login(login):
            return population.login(login)
        case GroupName(name) if name in definitions.groups:
            return logins(definitions.groups[name], population)
        case GroupName(name):
            return population.synced(name)
        case TagName(name) if name in definitions.tags or fragment:
            return population.tag(name)
        case Autogroup(name) if definitions.roles is not None and name in ROLES:
            return logins(definitions.roles.get(name, ()), population)
        case Autogroup(name):
            return _autogroup(name, population)
        case DomainUsers(domain):
            return population.domain(domain)
        case _:
            return 0


def _autogroup(name: str, population: Population) -> int:
    if name == MEMBER:
        return population.members
    if name == TAGGED:
        return population.tagged
    if name == "admin":
        return population.role("admin") | population.role("owner")
    return population.role(name) if name in ROLES else 0


def logins(named: Iterable[str], population: Population) -> int:
    """Return all who have one of the logins."""
    found = 0
    for login in named:
        found |= population.login(login)
    return found
