"""Rules and rights in the words of a row."""

from __future__ import annotations

from tailcli.access.wording import PEER_RELAY
from tailcli.diff.model import Change, Lane
from tailcli.report.diff.words import rules, sentence
from tests.report.diff import samples


def test_rules_that_stayed_where_they_were_are_listed_once() -> None:
    old = tuple(samples.old_place(10 * n, f"grants[{n}]") for n in range(1, 6))
    new = tuple(samples.new_place(10 * n + 1, f"grants[{n}]") for n in range(1, 6))
    row = samples.GAIN._replace(cause=None, old=old[:2], new=new[:2])
    assert rules(row) == "grants[1] and grants[2]: HEAD:policy.hujson:10,20 -> policy.hujson:11,21"
    many = rules(row._replace(old=old, new=new))
    assert many.startswith("grants[1], grants[2], grants[3] and 2 more: HEAD:policy.hujson:10,20,30 -> ")
    assert rules(row._replace(new=new[1:2])).startswith("was grants[1] HEAD:policy.hujson:10, grants[2] ")


def test_a_peer_relay_is_used_as_one() -> None:
    row = samples.GAIN._replace(
        lane=Lane.APPLICATION,
        sources=(samples.ALICE,),
        destinations=(samples.tag("tag:derp"),),
        rights=(PEER_RELAY,),
    )
    assert sentence(row) == "alice@example.com may use tag:derp as a peer relay"


def test_what_cannot_be_used_is_of_any_section() -> None:
    row = samples.SETTING._replace(change=Change.GAINED, rights=("cannot be used: acls must be a list",))
    assert sentence(row) == "cannot be used: acls must be a list"
    assert sentence(row._replace(change=Change.LOST)) == "could not be used until now: acls must be a list"
