"""Reading inventories: every format, and several files together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tailcli.access.inventory import Device, Inventory, User
from tailcli.inputs.inventory import read_inventory, read_inventory_files
from tailcli.source.text import SourceText

FIXTURES = Path(__file__).parents[2] / "fixtures" / "inventory"

ALICE = "alice@example.com"


def read(*texts: str) -> Inventory:
    return read_inventory([SourceText(f"file{number}.json", text) for number, text in enumerate(texts)])


def fixtures(*names: str) -> Inventory:
    return read_inventory_files([str(FIXTURES / f"{name}.json") for name in names])


def devices(inventory: Inventory) -> dict[str, Device]:
    assert inventory.devices is not None
    return {device.name: device for device in inventory.devices}


def test_device_list_of_the_api() -> None:
    found = devices(fixtures("api-devices"))
    assert list(found) == ["lap-alice", "derp-1", "router", "guest"]
    assert found["lap-alice"] == Device(
        name="lap-alice",
        addresses=("100.64.0.1", "fd7a:115c:a1e0::1"),
        user=ALICE,
        attributes={"node:os": "macos", "node:tsVersion": "1.90.1"},
        stable_id="nLapAlice1CNTRL",
        fqdn="lap-alice.tail0000.ts.net",
    )
    assert (found["derp-1"].user, found["derp-1"].tags) == (None, ("tag:derp",))
    assert found["guest"].external
    assert found["guest"].attributes == {"node:os": "windows"}


def test_a_route_of_the_api_is_served_if_advertised_and_enabled() -> None:
    router = devices(fixtures("api-devices"))["router"]
    assert router.served_routes == ("10.20.0.0/16", "0.0.0.0/0", "::/0")
    assert router.advertised_routes == ("10.20.0.0/16", "10.30.0.0/16", "0.0.0.0/0", "::/0")


def test_user_list_of_the_api() -> None:
    inventory = fixtures("api-users")
    assert inventory.devices is None
    assert inventory.users == (
        User(ALICE, "owner"),
        User("bob@example.com", "network-admin"),
        User("zed@other.example", "member", shared=True),
    )
    assert inventory.roles == {"owner": (ALICE,), "network-admin": ("bob@example.com",)}
    assert inventory.domains is None


def test_devices_and_users_in_one_object() -> None:
    inventory = fixtures("combined")
    assert [device.user for device in inventory.devices or ()] == [ALICE, None]
    assert [device.fqdn for device in inventory.devices or ()] == ["", ""], "a label is no whole DNS name"
    assert inventory.users == (User(ALICE, "owner"),)


def test_attributes_join_the_device_of_the_same_id() -> None:
    for names in (("api-devices", "api-attributes"), ("api-attributes", "api-devices")):
        found = devices(fixtures(*names))
        assert set(found) == {"lap-alice", "derp-1", "router", "guest"}
        assert found["lap-alice"].addresses
        assert found["lap-alice"].attributes == {
            "node:os": "macos",
            "node:tsVersion": "1.90.1",
            "node:osVersion": "15.4.0",
            "node:tsReleaseTrack": "stable",
            "node:tsAutoUpdate": True,
            "custom:tier": 3,
        }


def test_what_the_attributes_say_counts_before_what_the_list_says() -> None:
    entry = {"addresses": ["100.64.0.1"], "id": "7", "clientVersion": "1.80.0-t1"}
    found = read(json.dumps({"devices": [entry | {"attributes": {"node:tsVersion": "1.90.1"}}]}))
    assert [device.attributes for device in found.devices or ()] == [{"node:tsVersion": "1.90.1"}]


def test_a_device_without_names_is_called_by_its_id_or_address() -> None:
    known = ({"name": "a.b.ts.net", "hostname": "h"}, {"hostname": "h"}, {"id": "7"}, {"id": None})
    entries = [{"addresses": [f"100.64.0.{number}"], **names} for number, names in enumerate(known)]
    assert [*devices(read(json.dumps({"devices": entries})))] == ["a", "h", "7", "100.64.0.3"]


def test_status_shows_the_node_and_its_peers() -> None:
    inventory = fixtures("status")
    found = devices(inventory)
    assert list(found) == ["lap-alice", "derp-1", "router", "guest"]
    assert found["lap-alice"].user == ALICE
    assert found["lap-alice"].fqdn == "lap-alice.tail0000.ts.net"
    assert found["derp-1"].user is None
    assert found["router"].served_routes == ("10.20.0.0/16", "0.0.0.0/0", "::/0")
    assert found["guest"].external
    assert inventory.users is None, "a node sees some users, so the list says nothing about the others"


def test_status_and_device_list_agree_on_who_is_who() -> None:
    listed = devices(fixtures("api-devices"))
    seen = devices(fixtures("status"))
    for name, device in listed.items():
        assert seen[name]._replace(attributes={}, advertised_routes=()) == device._replace(
            attributes={}, advertised_routes=()
        )
    assert list(devices(fixtures("api-devices", "status"))) == list(listed)


def test_only_a_sharer_makes_a_peer_external() -> None:
    status = json.loads((FIXTURES / "status.json").read_text("utf-8"))
    status["Peer"]["nodekey:dd"]["AltSharerUserID"] = 0
    assert not devices(read(json.dumps(status)))["guest"].external


def test_a_peer_that_only_a_share_shows_is_left_out() -> None:
    status = json.loads((FIXTURES / "status.json").read_text("utf-8"))
    status["Peer"]["nodekey:dd"]["ShareeNode"] = True
    assert "guest" not in devices(read(json.dumps(status)))


@pytest.mark.parametrize("version", ["0.29", "0.30"])
def test_headscale_nodes(version: str) -> None:
    found = devices(fixtures(f"headscale-nodes-{version}"))
    assert found["lap-alice"] == Device(
        "lap-alice", ("100.64.0.1", "fd7a:115c:a1e0::1"), user=ALICE, stable_id="1"
    )
    router = found["router"]
    assert (router.user, router.tags, router.stable_id) == (None, ("tag:router", "tag:edge"), "3")
    assert router.served_routes == ("10.20.0.0/16",)
    assert router.advertised_routes == ("10.20.0.0/16", "10.30.0.0/16")


def test_tags_that_headscale_lists_as_forced_and_as_valid_are_both_the_nodes() -> None:
    node = {"ip_addresses": ["100.64.0.1"], "given_name": "a", "user": {"name": "tagged-devices"}}
    told = read(json.dumps([node | {"forced_tags": ["tag:a"], "valid_tags": ["tag:b", "tag:a"]}, node]))
    assert [device.tags for device in told.devices or ()] == [("tag:a", "tag:b"), ()]
    assert [device.user for device in told.devices or ()] == [None, None]


def test_headscale_nodes_of_the_rest_interface_and_on_one_line() -> None:
    nodes = json.loads((FIXTURES / "headscale-nodes-0.30.json").read_text("utf-8"))
    expected = fixtures("headscale-nodes-0.30")
    assert read(json.dumps({"nodes": nodes})) == expected
    assert read(json.dumps(nodes, separators=(",", ":")) + "\n") == expected


@pytest.mark.parametrize("version", ["0.29", "0.30"])
def test_headscale_users(version: str) -> None:
    inventory = fixtures(f"headscale-users-{version}")
    assert inventory.users == (User(ALICE), User("bob@"))
    assert inventory.roles is None
    users = json.loads((FIXTURES / f"headscale-users-{version}.json").read_text("utf-8"))
    assert read(json.dumps({"users": users})) == inventory


@pytest.mark.parametrize("text", ["null", "[]", '{"devices": []}', '{"devices": null}'])
def test_an_empty_list_is_known_to_be_empty(text: str) -> None:
    assert read(text) == Inventory(devices=())


def test_no_file_tells_nothing() -> None:
    assert read_inventory([]) == Inventory()


def test_names_of_fields_match_without_regard_to_case() -> None:
    plain = '{"devices": [{"name": "a", "addresses": ["100.64.0.1"], "advertisedRoutes": ["10.0.0.0/8"]}]}'
    other = '{"Devices": [{"NAME": "a", "Addresses": ["100.64.0.1"], "AdvertisedRoutes": ["10.0.0.0/8"]}]}'
    assert read(plain) == read(other)


def test_a_byte_order_mark_is_skipped() -> None:
    assert read("\ufeffnull") == Inventory(devices=())


def test_devices_of_one_name_are_told_apart() -> None:
    entry = '{"name": "%s", "addresses": ["100.64.0.%d"]}'
    names = ["web.one.ts.net", "web.two.ts.net", "web", "web", "web-3"]
    text = ",".join(entry % (name, number) for number, name in enumerate(names))
    found = read(f'{{"devices": [{text}]}}')
    assert list(devices(found)) == ["web", "web.two.ts.net", "web-2", "web-3", "web-3-2"]


def test_later_files_add_and_earlier_files_win() -> None:
    first = '{"users": [{"loginName": "a@example.com"}]}'
    second = '{"users": [{"loginName": "a@example.com", "role": "admin"}, {"loginName": "b@example.com"}]}'
    assert read(first, second).users == (User("a@example.com", "admin"), User("b@example.com"))
    assert read(first, second).roles == {"admin": ("a@example.com",)}
