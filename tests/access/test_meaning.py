"""Rules that say the same mean the same only where each of their words does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from tailcli.access.compile import compile_both, compile_together
from tailcli.access.meaning import Meanings
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.edits import pairs

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

Json = dict[str, Any]


def policy(office: str, *destinations: str) -> Policy:
    rule: dict[str, Any] = {"action": "accept", "src": ["ada@example.com"], "dst": list(destinations)}
    return load(SourceText("p", json.dumps({"hosts": {"office": office}, "acls": [rule]})))


def is_same(old: Policy, new: Policy) -> bool:
    before, after = compile_both(old, new, None)
    return Meanings(before.resolver, after.resolver).is_same(before.contents[0])


def test_a_host_that_moved_inside_what_another_destination_holds() -> None:
    """All destinations together are the same, but on port 22 it is another one."""
    wide = ("10.1.0.0/16:80", "office:22")
    old, new = policy("10.1.2.3", *wide), policy("10.1.2.4", *wide)
    assert not is_same(old, new)
    found = compare_policies(old, new)
    assert found.verdict is Verdict.BOTH
    assert [row.rights for row in found.rows if row.rights] == [("22 (tcp, udp, icmp)",)] * 2


def test_a_host_that_moved_inside_what_is_open_on_the_same_ports_changes_nothing() -> None:
    same = ("10.1.0.0/16:22", "office:22")
    old, new = policy("10.1.2.3", *same), policy("10.1.2.4", *same)
    assert is_same(old, new)
    assert compare_policies(old, new).verdict is Verdict.IDENTICAL


def test_a_host_that_is_named_like_an_address_moved() -> None:
    old, new = (
        load(SourceText("p", json.dumps({"hosts": {"100.64.0.5": at}, "grants": [RULE]})))
        for at in ("10.1.2.3", "10.1.2.4")
    )
    assert not is_same(old, new)
    assert compare_policies(old, new).verdict is Verdict.BOTH


RULE: Json = {"src": ["ada@example.com"], "dst": ["100.64.0.5"], "ip": ["*"]}


@settings(max_examples=60)
@given(pairs())
def test_what_is_taken_from_the_version_before_is_what_would_be_compiled(pair: tuple[Json, Json]) -> None:
    """A version without rules between the two leaves nothing to take, and the universe as it is."""
    old, new = (load(SourceText("p", json.dumps(one))) for one in pair)
    nothing = old._replace(acls=None, grants=())
    after = compile_together([old, new])[1]
    anew = compile_together([old, nothing, new])[2]
    assert after.universe.atoms == anew.universe.atoms
    assert (after.network, after.application) == (anew.network, anew.application)
