"""What a row depends on that no policy tells."""

from __future__ import annotations

from typing import Any

from tailcli.diff.compute import compare_policies
from tailcli.diff.drafts import MOST_NAMED
from tailcli.diff.model import Lane

from .policies import read, said

Json = dict[str, Any]

TAGS: Json = {"tag:web": [], "tag:db": [], "tag:ci": []}
HOSTS: Json = {"printer": "100.64.0.7", "desk": "100.64.0.8"}


def granted(*grants: tuple[str, str, str], owners: Json | None = None) -> Json:
    rules = [{"src": [src], "dst": [dst], "ip": [ip]} for src, dst, ip in grants]
    return {"tagOwners": TAGS | (owners or {}), "hosts": HOSTS, "grants": rules}


def doubted(old: Json, new: Json) -> dict[str, tuple[str, ...]]:
    return {said(row): row.depends for row in compare_policies(read(old), read(new)).rows if row.depends}


def test_the_device_at_an_address_may_carry_a_tag_that_reaches_it_too() -> None:
    kept = ("tag:web", "tag:db", "*")
    assert doubted(granted(kept, ("tag:web", "printer", "tcp:22")), granted(kept)) == {
        "- tag:web -> printer: tcp:22": ("whether the device at printer carries tag:db",)
    }


def test_the_device_that_an_address_speaks_from_may_carry_a_tag_too() -> None:
    kept = ("tag:web", "tag:db", "*")
    assert doubted(granted(kept), granted(kept, ("desk", "tag:db", "tcp:22"))) == {
        "+ desk -> tag:db: tcp:22": ("whether the device at desk carries tag:web",)
    }


def test_a_tag_that_gives_less_settles_nothing() -> None:
    kept = ("tag:web", "tag:db", "tcp:80")
    assert doubted(granted(kept), granted(kept, ("desk", "*", "*"))) == {}


def test_many_tags_are_counted() -> None:
    kept = [("tag:web", tag, "*") for tag in (*TAGS, "tag:new")]
    new = granted(*kept, ("tag:web", "printer", "tcp:22"), owners={"tag:new": []})
    assert list(doubted(granted(*kept, owners={"tag:new": []}), new).values()) == [
        ("whether the device at printer carries one of 4 tags",)
    ]


def test_a_further_step_depends_on_it_as_well() -> None:
    owners = {"tag:web": ["ada@example.com"], "tag:ci": ["ada@example.com"]}
    kept = ("tag:ci", "tag:db", "*")
    old, new = granted(kept, owners=owners), granted(kept, ("tag:web", "printer", "tcp:22"), owners=owners)
    (row,) = (row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.LATENT)
    assert row.depends == ("whether the device at printer carries tag:db",)


def test_the_owner_is_an_admin_so_one_role_is_enough() -> None:
    kept = ("autogroup:admin", "tag:db", "*")
    assert doubted(granted(kept), granted(kept, ("ada@example.com", "tag:db", "tcp:22"))) == {
        "+ ada@example.com -> tag:db: tcp:22": ("whether they have the role autogroup:admin",)
    }


def test_a_login_depends_on_a_role_that_gives_it_too() -> None:
    kept = {"action": "check", "src": ["autogroup:admin"], "dst": ["tag:web"], "users": ["root"]}
    old: Json = {"tagOwners": TAGS, "grants": [], "ssh": [kept]}
    new = old | {"ssh": [kept, kept | {"src": ["ada@example.com"]}]}
    assert doubted(old, new) == {
        "+ ada@example.com -> tag:web: root": ("whether they have the role autogroup:admin",)
    }
    laxer = old | {"ssh": [kept, kept | {"src": ["ada@example.com"], "action": "accept"}]}
    assert doubted(old, laxer) == {}


def test_what_hundreds_of_parts_depend_on_is_asked_of_each() -> None:
    """Who is an admin is among the members as well: of all the parts together nothing could be told."""
    people = [f"user{n}@example.com" for n in range(MOST_NAMED + 1)]
    tags: Json = {f"tag:t{n}": [] for n in range(20)}
    kept = [
        {"src": [one], "dst": [f"tag:t{n % 20}", f"tag:t{n * n % 19}"], "ip": [f"tcp:{n}"]}
        for n, one in enumerate(people, start=1)
    ]
    admin = {"src": ["autogroup:admin"], "dst": ["tag:t1"], "ip": ["*"]}
    every = {"src": ["autogroup:member"], "dst": ["autogroup:tagged"], "ip": ["tcp:1-400"]}
    old, new = ({"tagOwners": tags, "grants": [*kept, admin, *more]} for more in ([every], []))
    assert {("whether they have the role autogroup:admin",)} == set(doubted(old, new).values())
