"""Who may take on a tag: owners, owners by way of other tags, and the way itself."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.atoms import People, TaggedDevices, members
from tailcli.access.compile import Access, compile_policy
from tailcli.access.ownership import Ownership
from tailcli.policy.load import load
from tailcli.source import SourceText

ALICE, BOB = "alice@example.com", "bob@example.com"


def ownership(owners: dict[str, list[str]], **sections: object) -> tuple[Access, Ownership]:
    policy = load(SourceText("policy.hujson", json.dumps({"tagOwners": owners, **sections})))
    access = compile_policy(policy)
    return access, Ownership(policy, access)


def named(access: Access, bits: int) -> set[str]:
    found: set[str] = set()
    for number in members(bits):
        match access.universe.atoms[number]:
            case People(logins):
                found.update(logins)
            case TaggedDevices(tag):
                found.add(tag)
            case other:
                found.add(other.kind)
    return found


def test_an_owner_may_take_on_the_tag_and_nobody_else() -> None:
    access, owned = ownership({"tag:a": [ALICE], "tag:b": [BOB], "tag:c": []})
    assert owned.tags == ("tag:a", "tag:b", "tag:c")
    assert named(access, owned.takers("tag:a")) == {ALICE}
    assert owned.takers("tag:c") == owned.takers("tag:unknown") == 0


def test_groups_and_autogroups_are_their_people() -> None:
    access, owned = ownership(
        {"tag:a": ["group:dev"], "tag:b": ["autogroup:member"]}, groups={"group:dev": [ALICE, BOB]}
    )
    assert named(access, owned.owners("tag:a")) == {ALICE, BOB}
    assert named(access, owned.owners("tag:b")) == {ALICE, BOB, "other-members"}


def test_ownership_is_one_hop_but_two_steps_lead_further() -> None:
    access, owned = ownership({"tag:ci": [ALICE], "tag:prod": ["tag:ci"], "tag:db": ["tag:prod", BOB]})
    assert named(access, owned.owners("tag:prod")) == {"tag:ci"}
    assert named(access, owned.takers("tag:prod")) == {"tag:ci", ALICE}
    alice = access.universe.login_bits[ALICE]
    assert owned.path(alice, "tag:db") == ("tag:ci", "tag:prod", "tag:db")
    assert owned.path(access.universe.login_bits[BOB], "tag:db") == ("tag:db",)
    assert owned.path(access.universe.login_bits[BOB], "tag:ci") == ()


def test_cycles_end() -> None:
    access, owned = ownership({"tag:a": ["tag:b"], "tag:b": ["tag:a", "tag:b"]})
    assert named(access, owned.takers("tag:a")) == {"tag:a", "tag:b"}
    assert owned.path(access.universe.bit[TaggedDevices("tag:a")], "tag:a") == ("tag:b", "tag:a")


TAGS = [f"tag:t{number}" for number in range(6)]
owner_lists = st.dictionaries(
    st.sampled_from(TAGS), st.lists(st.sampled_from([*TAGS, ALICE, BOB]), max_size=3, unique=True)
)


@settings(max_examples=60, deadline=None)
@given(owner_lists)
def test_takers_are_those_for_whom_there_is_a_path_whose_steps_are_owned(
    owners: dict[str, list[str]],
) -> None:
    access, owned = ownership(owners)
    universe = access.universe
    for tag in owners:
        takers = named(access, owned.takers(tag))
        for who in [*TAGS, ALICE, BOB]:
            bit = universe.login_bits.get(who, 0) | universe.bit.get(TaggedDevices(who), 0)
            path = owned.path(bit, tag) if bit else ()
            assert bool(path) == (who in takers)
            if path:
                steps = zip((who, *path), path, strict=False)
                assert all(first in owners[second] for first, second in steps)
                assert path[-1] == tag
