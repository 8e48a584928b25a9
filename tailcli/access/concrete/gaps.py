"""What a policy speaks of and the inventory does not tell: there the answer is "depends", not "no"."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.policy.autogroups import ROLES
from tailcli.policy.selectors import Autogroup, GroupName, ServiceName
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.concrete.parts import Context
    from tailcli.access.definitions import Definitions
    from tailcli.access.inventory import Inventory
    from tailcli.policy.selectors import Selector


class Missing(Enum):
    """What the inventory would have to tell."""

    MEMBERS = "members"
    ROLES = "roles"
    SHARES = "shares"
    SERVICE = "service"
    ATTRIBUTES = "attributes"
    RECORDER = "recorder"


class Gap(NamedTuple):
    """Something that is not known, and so is not in the answer.

    Attributes:
        missing: what is not known.
        name: the selector concerned, or the postures.
        nodes: the numbers of the nodes concerned, where the gap is about nodes.
    """

    missing: Missing
    name: str
    nodes: int = 0


def _gap(selector: Selector, definitions: Definitions, inventory: Inventory) -> Gap | None:
    match selector:
        case GroupName(name) if name not in definitions.groups and name not in inventory.groups:
            return Gap(Missing.MEMBERS, name)
        case Autogroup(name) if name in ROLES and inventory.roles is None:
            return Gap(Missing.ROLES, f"autogroup:{name}")
        case Autogroup("shared"):
            return Gap(Missing.SHARES, "autogroup:shared")
        case ServiceName(name):
            return Gap(Missing.SERVICE, name)
        case _:
            return None


def gaps(given: Context) -> tuple[Gap, ...]:
    """Return every gap that came up while a policy was resolved; ask when that is done."""
    doubts = given.verdicts.doubts
    postures = (Gap(Missing.ATTRIBUTES, ", ".join(names), nodes) for names, nodes in doubts.items())
    recorders = dict.fromkeys(tag.value.strip() for rule in given.policy.ssh for tag in rule.recorder)
    definitions, inventory = given.selection.definitions, given.roster.inventory
    selectors = (_gap(selector, definitions, inventory) for selector in given.selection.asked())
    return (
        *(gap for gap in selectors if gap is not None),
        *postures,
        *(Gap(Missing.RECORDER, tag) for tag in recorders),
    )
