"""Every row's witness is allowed on exactly one side, as the plain evaluator says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given

from tailcli.diff.model import Change, Lane
from tailcli.policy.addresses import parse_address
from tests.compare.test_against_oracle import one_spelling
from tests.oracle.edits import pairs
from tests.oracle.evaluate import Asked, allowed_in, families
from tests.oracle.lanes import ssh
from tests.oracle.world import Address

from .oracle_pairs import world_of
from .test_laws import diff, some

if TYPE_CHECKING:
    from tailcli.diff.model import Witness
    from tests.oracle.world import Thing, World

Json = dict[str, Any]
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "gre": 47, "ipv6-icmp": 58, "sctp": 132}
WORDS = {
    "members that the policy does not name": "another member",
    "devices with any other tag": "tag:another-than-these",
    "users of other tailnets with whom a device is shared": "someone shared in",
}


def stand_ins(text: str, things: tuple[Thing, ...]) -> list[Thing]:
    """The stand-ins that a witness means by its words."""
    if text == "hosts behind approved subnet routes":
        return [thing for thing in things if isinstance(thing, Address) and thing.routed]
    name = WORDS.get(text, text)
    if text.startswith("members @"):
        name = f"another-member@{text.split()[1].removeprefix('@')}"
    name = name.replace("whoever has the role ", "someone with ")
    if name.startswith("whoever is in "):
        name = f"a member of {name.removeprefix('whoever is in ')}".replace("@", " at ")
    return [thing for thing in things if thing.name == name]


def ends(witness: Witness, world: World) -> list[tuple[Thing, Thing]]:
    own = witness.destination == "their own devices"
    return [
        (src, dst)
        for src in _meant(witness.source, world.sources)
        for dst in _meant(src.name if own else witness.destination, world.destinations)
    ]


def _meant(text: str, things: tuple[Thing, ...]) -> list[Thing]:
    """The stand-ins for words; an address of which the world has none is asked about as it is."""
    is_address = parse_address(text) is not None and all(thing.name != text for thing in things)
    return [Address(text)] if is_address else stand_ins(text, things)


def ways(policy: Json, world: World, witness: Witness) -> list[set[frozenset[str]]]:
    """For each family in which the witness can be asked about, the alternatives under which it is allowed."""
    name, _, port = witness.right.partition(" ")[0].partition(":")
    number = PROTOCOLS.get(name) or int(name)
    found = []
    for src, dst in ends(witness, world):
        for family in families(src, dst):
            asked = Asked(policy, world, src, dst, family)
            allowed = allowed_in(asked, number, int(port))
            found.append({frozenset(map(one_spelling, one)) for one in allowed})
    return found


def is_fresh(here: set[frozenset[str]], there: set[frozenset[str]]) -> bool:
    return any(not any(kept <= way for kept in there) for way in here)


@some
@given(pairs())
def test_traffic_is_allowed_on_one_side_only(pair: tuple[Json, Json]) -> None:
    world = world_of(*pair)
    for row in diff(*pair).rows:
        if row.lane is Lane.NETWORK and row.witness is not None:
            old, new = (ways(policy, world, row.witness) for policy in pair)
            if row.change is Change.LOST:
                old, new = new, old
            assert any(is_fresh(after, before) for before, after in zip(old, new, strict=True)), row


@some
@given(pairs())
def test_a_login_ends_otherwise(pair: tuple[Json, Json]) -> None:
    world = world_of(*pair)
    for row in diff(*pair).rows:
        if row.lane is Lane.SSH and row.witness is not None and " " not in row.witness.right:
            for src, dst in ends(row.witness, world):
                old, new = (ssh(policy, world, src, dst, row.witness.right) for policy in pair)
                assert old != new, row
