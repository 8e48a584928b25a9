"""The devices that rows name: who and what they are, and that the example of two of them is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.inventory import Device, Inventory
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Lane
from tests.compare.stand_ins import read
from tests.oracle import world as oracle
from tests.oracle.edits import pairs
from tests.oracle.evaluate import allowed
from tests.oracle.lanes import ssh
from tests.oracle.vocabulary import LOGINS, SYNCED

from .test_laws import some
from .test_witnesses import PROTOCOLS

if TYPE_CHECKING:
    from tailcli.access.naming import Party
    from tailcli.diff.model import AccessDiff, Row

Json = dict[str, Any]
ALICE, BOB, CAROL, DAVE = LOGINS
OWNERS = {
    ALICE: oracle.Person(ALICE, role="owner", synced=(SYNCED,)),
    BOB: oracle.Person(BOB, role="it-admin"),
    CAROL: oracle.Person(CAROL, synced=(SYNCED,)),
    DAVE: oracle.Person(DAVE),
    "erin@example.com": oracle.Person("erin@example.com"),
    "guest@example.net": oracle.Person("guest@example.net", shared=True),
}
ROLES = {"owner": (ALICE,), "it-admin": (BOB,)}
GROUPS = {SYNCED: (ALICE, CAROL)}


@st.composite
def tailnets(draw: st.DrawFn) -> tuple[oracle.Device, ...]:
    """Some devices, with addresses that hosts of the policies may name, some with two tags."""
    found = []
    for last in range(4, draw(st.integers(6, 9))):
        tags = draw(
            st.lists(
                st.sampled_from(("tag:db", "tag:web", "tag:router", "tag:other")), max_size=2, unique=True
            )
        )
        owner = None if tags else OWNERS[draw(st.sampled_from([*OWNERS]))]
        addresses = [f"100.64.0.{last}", *([f"fd7a:115c:a1e0::{last}"] if draw(st.booleans()) else [])]
        found.append(oracle.Device(f"d{last}", owner, tuple(tags), tuple(addresses)))
    return tuple(found)


def inventory(devices: tuple[oracle.Device, ...]) -> Inventory:
    listed = tuple(
        Device(
            one.name,
            one.addresses,
            None if one.owner is None else one.owner.login,
            one.tags,
            external=one.owner is not None and one.owner.shared,
        )
        for one in devices
    )
    return Inventory(devices=listed, groups=GROUPS, roles=ROLES)


@some
@given(pairs(), tailnets())
def test_an_example_is_so_on_one_side_only(
    pair: tuple[Json, Json], devices: tuple[oracle.Device, ...]
) -> None:
    """The plain evaluator asks about the two devices themselves, with all their tags and addresses."""
    world = oracle.World(devices)
    by_name = {device.name: device for device in devices}
    found = compare_policies(read(pair[0]), read(pair[1]), inventory=inventory(devices))
    for row in found.rows:
        if row.witness is None or row.witness.devices is None:
            continue
        ends = tuple(by_name[device.name] for device in row.witness.devices)
        if row.lane is Lane.NETWORK:
            old, new = (reaches(policy, world, ends, row.witness.right) for policy in pair)
            assert (old, new) == ((False, True) if row.change is Change.GAINED else (True, False)), row
        if row.lane is Lane.SSH and " " not in row.witness.right:
            before, after = (ssh(policy, world, *ends, row.witness.right) for policy in pair)
            assert before[:1] != after[:1], row
            assert (not before, not after) == (row.change is Change.GAINED, row.change is Change.LOST)


def reaches(policy: Json, world: oracle.World, ends: tuple[oracle.Device, ...], right: str) -> bool:
    name, _, port = right.partition(" ")[0].partition(":")
    return bool(allowed(policy, world, *ends, PROTOCOLS.get(name) or int(name), int(port or 0)))


@some
@given(pairs(), tailnets())
def test_devices_change_nothing_of_a_row(pair: tuple[Json, Json], devices: tuple[oracle.Device, ...]) -> None:
    listed = inventory(devices)
    plain = compare_policies(read(pair[0]), read(pair[1]), inventory=listed._replace(devices=None))
    found = compare_policies(read(pair[0]), read(pair[1]), inventory=listed)
    assert [bare(row) for row in found.rows] == [bare(row) for row in plain.rows]
    assert found._replace(rows=(), knows_devices=False, is_certain=plain.is_certain) == plain._replace(
        rows=()
    )
    assert found.is_certain or not plain.is_certain


def bare(row: Row) -> Row:
    witness = row.witness
    return row._replace(
        depends=(),
        sources=tuple(party._replace(devices=None) for party in row.sources),
        destinations=tuple(party._replace(devices=None) for party in row.destinations),
        witness=None if witness is None else witness._replace(devices=None),
    )


LISTED = Inventory(
    devices=(
        Device("lap-alice", ("100.64.0.1", "fd7a:115c:a1e0::1"), "alice@example.com"),
        Device("phone-alice", ("100.64.0.2",), "alice@example.com"),
        Device("lap-erin", ("100.64.0.3",), "erin@example.com"),
        Device("db-1", ("100.64.0.8",), "alice@example.com", ("tag:db",)),
        Device("both", ("100.64.0.9",), None, ("tag:db", "tag:web")),
        Device("else", ("100.64.0.10",), None, ("tag:old",)),
        Device("shared-in", ("100.64.0.11",), "guest@example.net", external=True),
        Device("no-address", (), "alice@example.com"),
    ),
    users=(),
)


def added(source: str, destination: str, facts: Inventory = LISTED) -> AccessDiff:
    old: Json = {
        "groups": {"group:a": ["alice@example.com", "bob@example.com"], "group:none": ["zoe@example.com"]},
        "tagOwners": {"tag:db": [], "tag:web": [], "tag:none": []},
        "hosts": {"db": "100.64.0.8", "free": "100.64.0.99", "office": "10.0.0.0/24", "lan": "100.64.0.0/30"},
        "grants": [],
    }
    rule = {"src": [source], "dst": [destination], "ip": ["tcp:22"]}
    return compare_policies(read(old), read(old | {"grants": [rule]}), inventory=facts)


def names(party: Party) -> list[str] | None:
    return None if party.devices is None else [device.name for device in party.devices]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("alice@example.com", ["lap-alice", "phone-alice"]),
        ("group:a", ["lap-alice", "phone-alice"]),
        ("group:none", []),
        ("group:synced@example.com", None),
        ("autogroup:admin", None),
        ("autogroup:member", ["lap-alice", "lap-erin", "phone-alice"]),
        ("autogroup:tagged", ["both", "db-1", "else"]),
        ("autogroup:shared", ["shared-in"]),
        ("tag:db", ["both", "db-1"]),
        ("tag:none", []),
        ("db", ["db-1"]),
        ("free", []),
        ("office", None),
        ("lan", ["lap-alice", "lap-erin", "phone-alice"]),
        ("user:*@example.com", ["lap-alice", "lap-erin", "phone-alice"]),
    ],
)
def test_the_devices_of_a_source(selector: str, expected: list[str] | None) -> None:
    (row,) = added(selector, "tag:web").rows
    (party,) = row.sources
    assert names(party) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("autogroup:self", None),
        ("autogroup:internet", None),
        ("svc:wiki", None),
        ("db", ["db-1"]),
        ("autogroup:tagged", ["both", "db-1", "else"]),
    ],
)
def test_the_devices_of_a_destination(selector: str, expected: list[str] | None) -> None:
    (row,) = added("alice@example.com", selector).rows
    (party,) = row.destinations
    assert names(party) == expected


def test_a_star_means_all_devices_and_a_fact_those_of_its_people() -> None:
    (row,) = [row for row in added("*", "tag:db").rows if row.lane is Lane.NETWORK]
    assert len(names(row.sources[0]) or ()) == 7
    facts = LISTED._replace(groups={"group:synced@example.com": ("erin@example.com",)})
    (row,) = added("group:synced@example.com", "tag:db", facts).rows
    assert names(row.sources[0]) == ["lap-erin"]


def test_what_is_left_of_a_range_has_devices_too() -> None:
    old: Json = {
        "tagOwners": {"tag:db": []},
        "grants": [{"src": ["100.64.0.1"], "dst": ["tag:db"], "ip": ["tcp:22"]}],
    }
    new = old | {"grants": [{"src": ["100.64.0.0/30"], "dst": ["tag:db"], "ip": ["tcp:22"]}]}
    (row,) = compare_policies(read(old), read(new), inventory=LISTED).rows
    texts = {party.text: names(party) for party in row.sources}
    assert sorted(name for found in texts.values() for name in found or ()) == ["lap-erin", "phone-alice"], (
        texts
    )


def test_own_devices_are_two_of_one_owner() -> None:
    (row,) = added("autogroup:member", "autogroup:self").rows
    assert row.witness is not None
    assert row.witness.devices is not None
    assert {device.owner for device in row.witness.devices} == {"alice@example.com"}


def test_no_example_where_the_devices_of_today_have_it_already() -> None:
    """The only device with tag:web has tag:db too, and so is reached in both versions."""
    old: Json = {
        "tagOwners": {"tag:db": [], "tag:web": []},
        "grants": [{"src": ["alice@example.com"], "dst": ["tag:db"], "ip": ["tcp:22"]}],
    }
    new = old | {"grants": [{"src": ["alice@example.com"], "dst": ["tag:db", "tag:web"], "ip": ["tcp:22"]}]}
    (row,) = compare_policies(read(old), read(new), inventory=LISTED).rows
    assert names(row.destinations[0]) == ["both"]
    assert row.witness is not None
    assert row.witness.devices is None


def test_without_a_list_of_devices_nothing_is_said_of_them() -> None:
    found = added("alice@example.com", "tag:db", Inventory(roles={}))
    assert not found.knows_devices
    assert names(found.rows[0].sources[0]) is None


def at_an_address(*devices: Device) -> Row:
    """The row of a rule for an address, where the old version gives as much to a tag."""
    old: Json = {
        "tagOwners": {"tag:db": []},
        "grants": [{"src": ["alice@example.com"], "dst": ["tag:db"], "ip": ["tcp:22"]}],
    }
    rule = {"src": ["alice@example.com"], "dst": ["100.64.0.8"], "ip": ["tcp:22"]}
    new = old | {"grants": [*old["grants"], rule]}
    (row,) = compare_policies(read(old), read(new), inventory=Inventory(devices=devices)).rows
    return row


def test_what_is_at_an_address_is_settled_by_the_device_there() -> None:
    (fact,) = at_an_address(Device("db-1", ("100.64.0.8",), None, ("tag:db",))).depends
    assert fact == "whether the device at 100.64.0.8 carries tag:db (today db-1 does)"
    assert at_an_address(Device("web-1", ("100.64.0.8",), None, ("tag:web",))).depends == ()
    assert at_an_address(Device("lap", ("100.64.0.8",), "bob@example.com")).depends == ()
    assert at_an_address().depends == ()


@pytest.mark.parametrize(
    ("routes", "facts"),
    [
        (("10.1.0.0/16",), ("whether they are behind an approved subnet route (today they are)",)),
        (("10.2.0.0/16", "0.0.0.0/0"), ()),
    ],
)
def test_whether_an_address_is_behind_a_route_is_settled_by_the_routes(
    routes: tuple[str, ...], facts: tuple[str, ...]
) -> None:
    old: Json = {"tagOwners": {"tag:db": []}, "grants": [{"src": ["*"], "dst": ["tag:db"], "ip": ["tcp:22"]}]}
    rule = {"src": ["10.1.2.3"], "dst": ["tag:db"], "ip": ["tcp:22"]}
    router = Device("router", ("100.64.0.1",), None, ("tag:router",), served_routes=routes)
    new = old | {"grants": [*old["grants"], rule]}
    (row,) = compare_policies(read(old), read(new), inventory=Inventory(devices=(router,))).rows
    assert row.depends == facts


def test_no_example_rests_on_a_posture() -> None:
    """Whether a device meets one is not for an example to say."""
    old: Json = {"tagOwners": {"tag:db": []}, "postures": {"posture:p": ["node:os == 'linux'"]}, "grants": []}
    rule = {"src": ["alice@example.com"], "dst": ["tag:db"], "ip": ["tcp:22"], "srcPosture": ["posture:p"]}
    (row,) = compare_policies(read(old), read(old | {"grants": [rule]}), inventory=LISTED).rows
    assert row.witness is not None
    assert row.witness.devices is None


def test_devices_are_in_the_order_of_their_numbers() -> None:
    listed = tuple(Device(f"db-{n}", (f"100.64.0.{n}",), None, ("tag:db",)) for n in (10, 2, 1))
    listed = (*listed, Device("1" * 5000, ("100.64.1.1",), None, ("tag:db",)))
    (row,) = added("alice@example.com", "tag:db", Inventory(devices=listed)).rows
    assert (names(row.destinations[0]) or [])[-3:] == ["db-1", "db-2", "db-10"]
