"""What an inventory adds to a policy, in the form in which questions ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.guests import guests_told
from tailcli.access.inventory import Inventory
from tailcli.access.match_subject import Carrier, Person, Subject
from tailcli.access.ranges import Ranges, of
from tailcli.policy.addresses import BITS, V4, V6, AddressRange, parse_address, parse_network

if TYPE_CHECKING:
    from tailcli.access.inventory import Device

NOTHING = Inventory()


class Known:
    """Devices, users, roles and routes, as far as the inventory tells.

    Attributes:
        inventory: what it was made from.
        devices: a subject for each device; None where no device list was given.
        subnets: the approved subnet routes by family; None where not known.
        has_exit: whether some exit node is approved; None where not known.
        has_lists: whether a list of devices or users was given, so that each person may have their own.
    """

    __slots__ = (
        "_by_address",
        "_guests",
        "_told",
        "devices",
        "has_exit",
        "has_lists",
        "inventory",
        "subnets",
    )

    def __init__(self, inventory: Inventory | None = None) -> None:
        self.inventory = inventory or NOTHING
        listed = self.inventory.devices
        users = self.inventory.users
        self._guests = guests_told(self.inventory)
        self.devices = None if listed is None else tuple(map(_subject, listed))
        self.has_lists = listed is not None or users is not None
        self._told: dict[str, list[str]] = {}
        for name, logins in (*self.inventory.groups.items(), *(self.inventory.roles or {}).items()):
            for login in dict.fromkeys(logins):
                self._told.setdefault(login, []).append(name)
        self._by_address = {a: device for device in self.devices or () for a in device.addresses or ()}
        routes = None if listed is None else [parse_network(r) for d in listed for r in d.served_routes]
        self.has_exit = None if routes is None else any(r is not None and _is_exit(r) for r in routes)
        self.subnets = None if routes is None else _subnets([r for r in routes if r and not _is_exit(r)])

    def at(self, address: AddressRange) -> Subject | None:
        """Return the device that has an address."""
        return self._by_address.get(address)

    def named(self, name: str) -> Subject | None:
        """Return the device of a name (the first label or the whole DNS name, in any case)."""
        wanted = name.casefold().rstrip(".")
        for subject, device in zip(self.devices or (), self.inventory.devices or (), strict=True):
            if wanted in {device.name.casefold(), device.fqdn.casefold()}:
                return subject
        return None

    def of_user(self, login: str) -> tuple[Subject, ...] | None:
        """Return the untagged devices of a user; None where no device list was given."""
        if self.devices is None:
            return None
        return tuple(d for d in self.devices if isinstance(d.identity, Person) and d.identity.login == login)

    def with_tag(self, tag: str) -> tuple[Subject, ...] | None:
        """Return the devices that carry a tag; None where no device list was given."""
        if self.devices is None:
            return None
        return tuple(d for d in self.devices if isinstance(d.identity, Carrier) and tag in d.identity.tags)

    def is_shared(self, login: str) -> bool | None:
        """Tell whether a user is of another tailnet; None where no list tells (one of users tells of all)."""
        return self._guests.get(login, None if self.inventory.users is None else False)

    def told(self, login: str) -> tuple[str, ...]:
        """Return the groups that a user is in and the roles that they have by the inventory."""
        return tuple(self._told.get(login, ()))

    def has_role(self, login: str, role: str) -> bool | None:
        """Tell whether a user has a role; an owner is an admin too. None where the roles are not known."""
        if self.inventory.roles is None:
            return None
        held = self._told.get(login, ())
        return role in held or (role == "admin" and "owner" in held)


def _subject(device: Device) -> Subject:
    addresses = tuple(a for a in map(parse_address, device.addresses) if a is not None)
    identity: Person | Carrier
    if device.tags or device.user is None:
        identity = Carrier(device.tags)
    else:
        identity = Person(device.user, device.external)
    attributes = tuple(sorted(device.attributes.items()))
    return Subject(device.name, identity, addresses, attributes, device=device.name)


def _is_exit(route: AddressRange) -> bool:
    return route.first == 0 and route.last + 1 == 1 << BITS[route.version]


def _subnets(routes: list[AddressRange]) -> dict[int, Ranges]:
    return {
        version: of((route.first, route.last + 1) for route in routes if route.version == version)
        for version in (V4, V6)
    }
