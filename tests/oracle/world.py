"""The things a policy is asked about: people, devices, bare addresses and services.

A world is *concrete* (real devices with known addresses and approved routes) or *symbolic* (one stand-in for
every kind of thing that the policy can tell apart; a stand-in device has no known address, so that it is
picked by who it is and never by a literal, unless the literal takes in a whole tailnet range).
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

TAILNET = {
    4: (int(ip_address("100.64.0.0")), int(ip_address("100.127.255.255"))),
    6: (int(ip_address("fd7a:115c:a1e0::")), int(ip_address("fd7a:115c:a1e0:ffff:ffff:ffff:ffff:ffff"))),
}
EXIT_ROUTES = ("0.0.0.0/0", "::/0")


@lru_cache(maxsize=4096)
def parsed(text: str) -> IPv4Address | IPv6Address:
    """An address from its text."""
    return ip_address(text)


class Person(NamedTuple):
    """Someone who may own devices; ``synced`` are the groups that an identity provider puts them in.

    ``complete``: nothing else is true of them. A login that a policy names may also have a role or be in a
    synced group, so it is not; a stand-in login without ``@`` may belong to any domain.
    """

    login: str
    role: str | None = None
    shared: bool = False
    synced: tuple[str, ...] = ()
    complete: bool = True


class Device(NamedTuple):
    """A device: an owner or tags. No addresses: unknown, of both families. ``routes``: the approved ones."""

    name: str
    owner: Person | None = None
    tags: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()

    def address(self, family: int) -> int | None:
        """Its address of a family, as a number."""
        return next((int(parsed(a)) for a in self.addresses if parsed(a).version == family), None)


class Address(NamedTuple):
    """A bare address; ``routed``: known to lie behind an approved subnet route."""

    ip: str
    routed: bool = False

    @property
    def name(self) -> str:
        """How rows call it."""
        return f"{self.ip} (routed)" if self.routed else self.ip

    @property
    def family(self) -> int:
        """4 or 6."""
        return parsed(self.ip).version

    @property
    def number(self) -> int:
        """Its value."""
        return int(parsed(self.ip))

    @property
    def in_tailnet(self) -> bool:
        """Whether it lies in one of the two tailnet ranges."""
        low, high = TAILNET[self.family]
        return low <= self.number <= high


class Service(NamedTuple):
    """A Tailscale Service (``svc:name``); its virtual addresses are unknown."""

    name: str


Thing = Device | Address | Service


class World(NamedTuple):
    """What exists.

    ``undecided`` answers what a policy alone cannot tell (does the device at 100.64.0.5 carry tag:db?): with
    False the evaluator gives what is certain, with True all that is possible. A concrete world never asks.
    """

    devices: tuple[Device, ...] = ()
    symbolic: bool = False
    undecided: bool = False
    sources: tuple[Thing, ...] = ()
    destinations: tuple[Thing, ...] = ()
    protocols: tuple[int, ...] = (6, 17, 1, 58)
    ports: tuple[int, ...] = (22, 80, 443)
    logins: tuple[str, ...] = ("root", "ubuntu")

    def holder(self, thing: Thing) -> Thing:
        """The device that holds a bare address, where one does; any other thing itself."""
        if not isinstance(thing, Address):
            return thing
        held = [d for d in self.devices if d.address(thing.family) == thing.number]
        return held[0] if held else thing

    def behind_subnet_route(self, family: int, number: int) -> bool:
        """Whether some device has an approved route, exit routes left out, to the address."""
        return any(serves_subnet(device, family, number) for device in self.devices)


def serves_subnet(device: Device, family: int, number: int) -> bool:
    """Whether the device has an approved route, other than an exit route, to the address."""
    for text in device.routes:
        route = ip_network(text)
        low, high = int(route.network_address), int(route.broadcast_address)
        if text not in EXIT_ROUTES and route.version == family and low <= number <= high:
            return True
    return False


def is_exit_node(device: Device) -> bool:
    """Whether the device has an approved exit route."""
    return any(route in device.routes for route in EXIT_ROUTES)
