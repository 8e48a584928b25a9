"""Which things a selector picks, as a source and as a destination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import addresses
from .world import Address, Device, Person, Service, Thing, World

if TYPE_CHECKING:
    from .addresses import Interval

ROLES = ("owner", "admin", "it-admin", "network-admin", "billing-admin", "auditor")


def is_person(policy: dict[str, Any], world: World, selector: str, person: Person) -> bool:
    """Whether a selector picks the untagged devices of a person."""
    unsure = world.undecided and not person.complete
    kind, _, name = selector.partition(":")
    if selector in ("autogroup:member", "autogroup:members"):
        return not person.shared
    if selector == "autogroup:shared":
        return person.shared
    if kind == "autogroup" and name in ROLES:
        known = person.role == name or (name == "admin" and person.role == "owner")
        return known or (unsure and person.role is None)
    if kind == "group" and selector in policy.get("groups", {}):
        return person.login in policy["groups"][selector]
    if kind == "group":
        return selector in person.synced or unsure
    if selector.startswith("user:*@"):
        fits = person.login.endswith(selector.removeprefix("user:*"))
        return not person.shared and (fits or (unsure and "@" not in person.login))
    return "@" in selector and selector.removeprefix("user:") == person.login


def is_device(policy: dict[str, Any], world: World, selector: str, device: Device) -> bool:
    """Whether a selector picks a device for what it is: its tags, or its owner if it has no tags."""
    if device.tags:
        return selector in device.tags or selector == "autogroup:tagged"
    return device.owner is not None and is_person(policy, world, selector, device.owner)


def names_identity(selector: str) -> bool:
    """Whether a selector speaks of who a device is (and not of addresses, services or everything)."""
    if selector in ("*", "autogroup:internet", "autogroup:danger-all"):
        return False
    return selector.startswith(("autogroup:", "group:", "tag:", "user:")) or "@" in selector


def unknown_holder(world: World, selector: str, thing: Address) -> bool:
    """Whether an identity selector might pick whatever device holds a bare tailnet address."""
    return world.symbolic and world.undecided and thing.in_tailnet and names_identity(selector)


def is_source(policy: dict[str, Any], world: World, selector: str, src: Thing, family: int) -> bool:
    """Whether a source selector picks a thing when it sends from an address of a family."""
    if isinstance(src, Service):
        return False
    if selector == "autogroup:danger-all":
        return True
    if selector == "*":
        return is_star_source(world, src, family)
    held = addresses.intervals(policy, selector)
    if isinstance(src, Address):
        return addresses.holds(held, family, src.number) or unknown_holder(world, selector, src)
    return is_device(policy, world, selector, src) or has_address(world, held, src, family)


def is_star_source(world: World, src: Address | Device, family: int) -> bool:
    """Whether ``*`` as source takes in a thing: the tailnet, and what lies behind approved subnet routes."""
    number = src.number if isinstance(src, Address) else src.address(family)
    if number is None:
        return isinstance(src, Device) and world.symbolic
    if addresses.holds(addresses.STAR_SOURCE, family, number) or world.behind_subnet_route(family, number):
        return True
    if isinstance(src, Device):
        return False
    return src.routed or (world.symbolic and world.undecided and not src.in_tailnet)


def has_address(world: World, held: list[Interval], thing: Device | Service, family: int) -> bool:
    """Whether intervals take in the address of a device or service, which may be unknown."""
    number = thing.address(family) if isinstance(thing, Device) else None
    if number is not None:
        return addresses.holds(held, family, number)
    if not world.symbolic:
        return False
    if isinstance(thing, Device) and addresses.covers_tailnet(held, family):
        return True
    return world.undecided and addresses.touches_tailnet(held, family)


def same_owner(src: Thing, dst: Thing) -> bool:
    """What ``autogroup:self`` asks: both untagged and of one person of the tailnet."""
    if not isinstance(src, Device) or not isinstance(dst, Device) or src.tags or dst.tags:
        return False
    return src.owner is not None and src.owner == dst.owner and not src.owner.shared
