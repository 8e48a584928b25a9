"""Everything random in one place: policies, pairs of them, their texts, and tailnets to ask about."""

from __future__ import annotations

from hypothesis import strategies as st

from .edits import equal_pairs, pairs
from .layout import layouts, render
from .vocabulary import LOGINS, SYNCED, TAGS, policies, some
from .world import EXIT_ROUTES, Address, Device, Person, World

__all__ = ["equal_pairs", "layouts", "pairs", "policies", "render", "worlds"]

ROLES = (None, "admin", "owner", "it-admin")
ROUTES = ((), (), ("10.1.0.0/16",), ("10.1.2.0/24", "192.0.2.0/24"), EXIT_ROUTES, ("2001:db8:5::/48",))
PLACES = ("10.1.2.3", "10.1.9.9", "10.9.9.9", "192.0.2.10", "203.0.113.77", "2001:db8:5::9", "2600::77")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A small concrete tailnet over the names of the policies: real addresses, owners, tags and routes."""
    synced = st.sampled_from([(), (SYNCED,)])
    people = [Person(login, draw(st.sampled_from(ROLES)), synced=draw(synced)) for login in LOGINS]
    people += [Person("guest@example.net", shared=True)]
    devices = []
    for last in draw(st.lists(st.integers(1, 9), min_size=2, max_size=6, unique=True)):
        owner = draw(st.none() | st.sampled_from(people))
        tags = () if owner else tuple(draw(some(TAGS)))
        addresses = (f"100.64.0.{last}", f"fd7a:115c:a1e0::{last}")
        devices.append(Device(f"device-{last}", owner, tags, addresses, draw(st.sampled_from(ROUTES))))
    places = tuple(Address(text) for text in PLACES)
    return World(tuple(devices), sources=(*devices, *places), destinations=(*devices, *places))
