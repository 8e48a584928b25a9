"""What a policy allows between two things, found the slow way: by asking every rule."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, NamedTuple

from . import addresses
from .rules import Rule, rules
from .selectors import has_address, is_device, is_source, names_identity, same_owner, unknown_holder
from .world import Address, Device, Service, Thing, World, is_exit_node, serves_subnet

PLAINLY = frozenset[str]()
Alternatives = frozenset[frozenset[str]]


class Asked(NamedTuple):
    """A question: may ``src`` reach ``dst`` in an address family, under a policy, in a world?"""

    policy: dict[str, Any]
    world: World
    src: Thing
    dst: Thing
    family: int


def allowed(
    policy: dict[str, Any], world: World, src: Thing, dst: Thing, proto: int, port: int
) -> Alternatives:
    """The alternatives under which traffic passes, in any family: none = denied, {{}} = always."""
    found: set[frozenset[str]] = set()
    for family in families(src, dst):
        found |= allowed_in(Asked(policy, world, src, dst, family), proto, port)
    return simplest(found)


def allowed_in(asked: Asked, proto: int, port: int) -> Alternatives:
    """The same for one address family."""
    found: set[frozenset[str]] = set()
    for rule in rules(asked.policy):
        for selector, traffic in rule.dst:
            if any(proto in one.protocols and one.low <= port <= one.high for one in traffic):
                found |= conditions(asked, rule, selector)
    return simplest(found)


def conditions(asked: Asked, rule: Rule, selector: str) -> set[frozenset[str]]:
    """The alternatives under which one destination of a rule takes in the question, its ports aside."""
    policy, world, src, dst, family = asked
    src, dst = world.holder(src), world.holder(dst)
    if not any(is_source(policy, world, one, src, family) for one in rule.src):
        return set()
    ways = ways_to(asked._replace(src=src, dst=dst), rule.via, selector)
    postures = {PLAINLY} if rule.postures and free_of_postures(src) else rule.postures
    return {posture | way for posture in postures for way in ways}


def free_of_postures(src: Thing) -> bool:
    """Postures bind the tailnet's own devices: not shared-in people, not hosts behind subnet routers."""
    if isinstance(src, Address):
        return not src.in_tailnet
    return isinstance(src, Device) and src.owner is not None and src.owner.shared


def ways_to(asked: Asked, via: tuple[str, ...], selector: str) -> set[frozenset[str]]:
    """How a destination selector takes in the destination: not at all, plainly, or through a via router."""
    dst = asked.dst
    if selector == "autogroup:self":
        return {PLAINLY} if is_self(asked) else set()
    if asked.world.symbolic:
        if not via:
            return {PLAINLY} if is_destination(asked, selector) else set()
        routed = isinstance(dst, Address) and names_address(asked, selector, dst)
        return {frozenset({f"via:{tag}"}) for tag in via if routed}
    if isinstance(dst, Service):
        return set()
    nodes = [dst] if isinstance(dst, Device) else [d for d in asked.world.devices if serves(d, dst)]
    number = dst.number if isinstance(dst, Address) else dst.address(asked.family)
    opened = [node for node in nodes if number is not None and at_node(asked, via, selector, node, number)]
    if not via:
        return {PLAINLY} if opened else set()
    return {frozenset({f"via:{tag}"}) for tag in via for node in opened if tag in node.tags}


def is_self(asked: Asked) -> bool:
    """Whether the destination belongs to the owner of the source, as far as can be known."""
    if same_owner(asked.src, asked.dst):
        return True
    unsure = asked.world.symbolic and asked.world.undecided
    bare = [t for t in (asked.src, asked.dst) if isinstance(t, Address)]
    others = [t for t in (asked.src, asked.dst) if not isinstance(t, Address)]
    owned = all(isinstance(t, Device) and not t.tags for t in others)
    return unsure and bool(bare) and owned and all(t.in_tailnet for t in bare)


def is_destination(asked: Asked, selector: str) -> bool:
    """Whether a destination selector takes in a thing of a symbolic world."""
    policy, world, _, dst, family = asked
    if isinstance(dst, Address):
        return names_address(asked, selector, dst) or unknown_holder(world, selector, dst)
    if selector == "*":
        return True
    if isinstance(dst, Device) and is_device(policy, world, selector, dst):
        return True
    if isinstance(dst, Service) and selector == dst.name:
        return True
    return has_address(world, addresses.intervals(policy, selector), dst, family)


def names_address(asked: Asked, selector: str, dst: Address) -> bool:
    """Whether a destination selector takes in a bare address as such."""
    if selector == "*":
        return True
    internet = selector == "autogroup:internet"
    held = addresses.INTERNET if internet else addresses.intervals(asked.policy, selector)
    return addresses.holds(held, dst.family, dst.number)


def serves(node: Device, dst: Address) -> bool:
    """Whether traffic to a bare address may arrive at a device: by a subnet route, or as internet traffic."""
    internet = addresses.holds(addresses.INTERNET, dst.family, dst.number)
    return serves_subnet(node, dst.family, dst.number) or (is_exit_node(node) and internet)


def at_node(asked: Asked, via: tuple[str, ...], selector: str, node: Device, number: int) -> bool:
    """Whether a destination selector puts an address into the packet filter of a device (never for self)."""
    policy, world, _, _, family = asked
    if via and not set(via) & set(node.tags):
        return False
    if selector == "*":
        return not via or bool(node.routes)
    if selector == "autogroup:internet":
        return is_exit_node(node) and addresses.holds(addresses.INTERNET, family, number)
    if names_identity(selector):
        return not via and node.address(family) == number and is_device(policy, world, selector, node)
    held = addresses.intervals(policy, selector)
    own = node.address(family)
    overlaps = (own is not None and addresses.holds(held, family, own) and not via) or any(
        at_route(node, one) for one in held if one.family == family
    )
    return overlaps and addresses.holds(held, family, number)


def at_route(node: Device, wanted: addresses.Interval) -> bool:
    """Whether a range overlaps an approved subnet route of a device, or is internet behind an exit node."""
    for text in node.routes:
        route = ip_network(text)
        low, high = int(route.network_address), int(route.broadcast_address)
        if route.version == wanted.family and route.prefixlen and low <= wanted.high and high >= wanted.low:
            return True
    return is_exit_node(node) and addresses.covers(addresses.INTERNET, wanted)


def families(src: Thing, dst: Thing) -> list[int]:
    """The address families in which both things have an address."""
    return [family for family in (4, 6) if has_family(src, family) and has_family(dst, family)]


def has_family(thing: Thing, family: int) -> bool:
    """Whether a thing has an address of a family; those with unknown addresses have both."""
    if isinstance(thing, Address):
        return thing.family == family
    return isinstance(thing, Service) or not thing.addresses or thing.address(family) is not None


def simplest(found: set[frozenset[str]]) -> Alternatives:
    """Without the alternatives that another one makes needless."""
    return frozenset(one for one in found if not any(other < one for other in found))
