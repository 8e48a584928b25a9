"""People named by login who may be guests: users of another tailnet are in no ``autogroup:member``.

A login alone does not tell of which tailnet it is. The engine takes everybody for a member; where a finding
would rest on that, it has to say so, or to say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import DANGER_ALL, MEMBER, SHARED
from tailcli.policy.faults import quote
from tailcli.policy.selectors import Autogroup, Login, Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String

_WITH_GUESTS = (Wildcard(), Autogroup(SHARED), Autogroup(DANGER_ALL))


def named_people(sources: Iterable[String]) -> tuple[String, ...]:
    """Return the sources that are logins."""
    return tuple(node for node in sources if isinstance(parse_selector(node.value), Login))


def members_only(sources: Iterable[String]) -> bool:
    """Tell whether the sources name every member, but no guest."""
    selectors = {parse_selector(node.value) for node in sources}
    return Autogroup(MEMBER) in selectors and not selectors.intersection(_WITH_GUESTS)


def is_for_guests(rule: AccessRule) -> bool:
    """Tell whether a rule names the users of other tailnets as a source."""
    return any(parse_selector(node.value) == Autogroup(SHARED) for node in rule.src)


def possible_guest(rule: AccessRule, covered_by: Iterable[AccessRule]) -> String | None:
    """Return a person of a rule who has its access from the other rules only as a member, if there is one."""
    people = named_people(rule.src)
    return people[0] if people and any(members_only(other.src) for other in covered_by) else None


def unless(guest: String | None) -> str:
    """Return what a message has to add for a person who may be a guest."""
    return "" if guest is None else f" unless {quote(guest.value)} is a guest"
