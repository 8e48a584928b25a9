"""What is known beside a policy of who people are: members of synced groups, holders of roles, guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.guests import guests_told
from tailcli.access.vocabulary import vocabulary
from tailcli.policy.autogroups import ROLES
from tailcli.policy.selectors import Autogroup, GroupName
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tailcli.access.content import Content
    from tailcli.access.inventory import Inventory
    from tailcli.policy.model import Policy
    from tailcli.policy.selectors import Selector


class Facts(NamedTuple):
    """Who is who, as far as somebody told.

    Attributes:
        groups: the members of groups, for policies that do not define them.
        roles: logins by role, of those in use, owners among the admins; None where nobody told of roles.
        guests: the logins of users of other tailnets, who are no members and have no roles.
    """

    groups: Mapping[str, tuple[str, ...]] = {}
    roles: Mapping[str, tuple[str, ...]] | None = None
    guests: frozenset[str] = frozenset()


def facts_about(
    policies: Sequence[Policy], said: Sequence[tuple[Content, ...]], inventory: Inventory
) -> Facts:
    """Return what an inventory tells of the names that policies use; ``said`` is what their rules say."""
    words = (vocabulary(policy, contents) for policy, contents in zip(policies, said, strict=True))
    used = dict.fromkeys(selector for w in words for selector in (*w.access, *w.others))
    named = [selector.name for selector in used if isinstance(selector, GroupName)]
    groups = {name: tuple(inventory.groups[name]) for name in named if name in inventory.groups}
    guests = frozenset(login for login, is_guest in guests_told(inventory).items() if is_guest)
    roles = None if inventory.roles is None else _roles(used, inventory.roles, guests)
    return Facts(groups, roles, guests)


def _roles(
    used: Iterable[Selector], known: Mapping[str, tuple[str, ...]], guests: AbstractSet[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return who has the roles in use; a role that nobody is said to have has nobody. Owners are admins."""
    names = [s.name for s in used if isinstance(s, Autogroup) and s.name in ROLES]
    found = {name: tuple(known.get(name, ())) for name in names}
    if "admin" in found:
        found["admin"] = tuple(dict.fromkeys((*found["admin"], *known.get("owner", ()))))
    return {role: tuple(login for login in some if login not in guests) for role, some in found.items()}
