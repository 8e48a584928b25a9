"""What is left of one rule in many parts, told as that rule: no less than the parts, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tailcli.diff import drafts
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change
from tests.oracle.edits import pairs

from .corpus_laws import case
from .policies import read, said
from .test_laws import some
from .test_told_rows import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
TAGS: Json = {"tag:web": [], "tag:db": [], "tag:ci": []}
ADA, BEN = "ada@example.com", "ben@example.com"


@pytest.fixture
def _one_part_is_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "MOST_NAMED", 1)
        patch.setattr(drafts, "MANY_PARTS", 1)
        yield


def rows(old: Json, new: Json) -> dict[str, tuple[str, ...]]:
    found = compare_policies(read({"tagOwners": TAGS, **old}), read({"tagOwners": TAGS, **new})).rows
    return {said(row): row.notes for row in found if row.lane in ACCESS_LANES}


@pytest.mark.usefixtures("_one_part_is_many")
@pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])
@some
@given(pair=pairs(most=3))
def test_the_words_for_random_policies(change: Change, pair: tuple[Json, Json]) -> None:
    old, new = map(read, pair)
    assert differences(case(old, new), change) == ({}, {})


@pytest.mark.usefixtures("_one_part_is_many")
def test_each_destination_keeps_its_ports() -> None:
    rule = {"action": "accept", "src": ["tag:ci"], "dst": ["tag:web:443", "tag:db:5432"], "proto": "tcp"}
    assert rows({"acls": []}, {"acls": [rule]}) == {
        "+ tag:ci -> tag:web: tcp:443": (),
        "+ tag:ci -> tag:db: tcp:5432": (),
    }


@pytest.mark.usefixtures("_one_part_is_many")
def test_own_devices_that_a_range_holds_are_told_by_the_range() -> None:
    sources, destinations = ["10.0.0.0/8", ADA], ["group:staff@example.com", "fd7a:115c:a1e0::/48"]
    rule = {"src": sources, "dst": destinations, "ip": ["*"]}
    assert rows({"grants": []}, {"grants": [rule]}) == {
        f"+ 10.0.0.0/8, {ADA} -> group:staff@example.com, fd7a:115c:a1e0::/48: all ports (tcp, udp, icmp)": ()
    }


@pytest.mark.usefixtures("_one_part_is_many")
def test_a_set_of_both_families_is_not_named_for_the_one_that_does_not_change() -> None:
    """Postures do not bind sources that are not of the tailnet: the IPv4 addresses keep what they had."""
    policy: Json = {
        "postures": {"posture:new": ["node:tsVersion >= '1.60'"]},
        "ipsets": {"ipset:lab": ["add fd7a:115c:a1e0::/64", "add 10.1.0.0/16"]},
        "grants": [{"src": ["tag:ci", "ipset:lab"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    assert set(rows({**policy, "defaultSrcPosture": ["posture:new"]}, policy)) == {
        "+ tag:ci -> tag:web: 443 (tcp, udp, icmp) (IPv4 only)",
        "+ tag:ci, ipset:lab -> tag:web: 443 (tcp, udp, icmp) (IPv6 only)",
    }


@pytest.mark.usefixtures("_one_part_is_many")
def test_the_own_devices_of_one_person_are_in_everything() -> None:
    kept = {"src": [ADA], "dst": ["tag:web"], "ip": ["tcp:80"]}
    star = {"src": [ADA], "dst": ["*"], "ip": ["tcp:22", "tcp:80"]}
    assert rows({"grants": [kept]}, {"grants": [kept, star]}) == {
        f"+ {ADA} -> *: tcp:22,80": ("except what grants[0] of the old version already allowed",)
    }


@pytest.mark.usefixtures("_one_part_is_many")
def test_own_devices_are_told_beside_people_who_are_others() -> None:
    rule = {"src": [ADA], "dst": [BEN, ADA], "ip": ["tcp:22", "tcp:80"]}
    kept = {"src": [ADA], "dst": [BEN], "ip": ["tcp:80"]}
    (row,) = rows({"grants": [kept]}, {"grants": [kept, rule]})
    assert "their own devices" in row


@pytest.mark.usefixtures("_one_part_is_many")
def test_only_what_gives_a_part_of_what_is_told_is_excepted() -> None:
    kept = {"action": "accept", "src": ["tag:ci"], "dst": ["tag:web:5432"], "proto": "tcp"}
    rule = {"action": "accept", "src": ["tag:ci"], "dst": ["tag:web:443", "tag:db:5432"], "proto": "tcp"}
    assert rows({"acls": [kept]}, {"acls": [kept, rule]}) == {
        "+ tag:ci -> tag:web: tcp:443": (),
        "+ tag:ci -> tag:db: tcp:5432": (),
    }


@pytest.mark.usefixtures("_one_part_is_many")
def test_own_devices_on_some_ports_are_not_told_on_those_of_somebody_else() -> None:
    rule = {"action": "accept", "src": [ADA, BEN, "tag:ci"], "dst": [f"{ADA}:*", f"{BEN}:80"], "proto": "tcp"}
    assert rows({"acls": []}, {"acls": [rule]}).keys() == {
        f"+ {ADA}, {BEN}, tag:ci -> {ADA}: tcp:*",
        f"+ {ADA}, {BEN}, tag:ci -> {BEN}: tcp:80",
    }
