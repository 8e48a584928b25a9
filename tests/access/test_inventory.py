"""Merging what several sources tell of a tailnet."""

from __future__ import annotations

from tailcli.access.inventory import Device, Inventory, User, merge_inventories


def test_nothing_merged_is_nothing_known() -> None:
    assert merge_inventories([]) == Inventory()
    assert merge_inventories([Inventory(), Inventory()]) == Inventory()


def test_the_earlier_part_counts() -> None:
    first = Inventory(groups={"group:a": ("x",)}, roles={"admin": ("x",)}, domains=())
    second = Inventory(
        groups={"group:a": ("y",), "group:b": ("y",)},
        roles={"admin": ("y",), "owner": ("y",)},
        domains=("example.com",),
    )
    assert merge_inventories([first, second]) == Inventory(
        groups={"group:a": ("x",), "group:b": ("y",)}, roles={"admin": ("x",), "owner": ("y",)}, domains=()
    )


def test_a_role_that_is_named_counts_before_that_of_the_user_list() -> None:
    listed = Inventory(
        users=(User("a", "admin"), User("b", "owner"), User("c", "admin", shared=True), User("d"))
    )
    assert merge_inventories([listed]).roles == {"admin": ("a",), "owner": ("b",)}
    named = Inventory(roles={"admin": ("d",)})
    assert merge_inventories([listed, named]).roles == {"admin": ("d",), "owner": ("b",)}


def test_a_device_of_two_lists_is_one_with_the_attributes_of_both() -> None:
    first = Device("a", ("100.64.0.1",), stable_id="n1", attributes={"x:a": 1, "x:b": 1})
    again = Device("b", ("100.64.0.2",), stable_id="n1", attributes={"x:b": 2})
    other = Device("a", ("100.64.0.3",))
    merged = merge_inventories([Inventory(devices=(first, other)), Inventory(devices=(again,))])
    assert merged.devices == (
        first._replace(attributes={"x:a": 1, "x:b": 2}),
        other._replace(name="a-2"),
    )


def test_many_devices_of_one_name_all_get_their_own() -> None:
    many = Inventory(devices=tuple(Device("a", (f"fd7a:115c:a1e0::{number:x}",)) for number in range(20_000)))
    names = [device.name for device in merge_inventories([many]).devices or ()]
    assert (len(set(names)), names[:3], names[-1]) == (20_000, ["a", "a-2", "a-3"], "a-20000")
