"""Who is told to be of another tailnet is no member, whatever is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailcli import api
from tailcli.access.explain_pair import Verdict
from tailcli.access.guests import guests_told, only_guests
from tailcli.access.inventory import Device, Inventory, User
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.guard.check import breaches
from tailcli.policy.load import load
from tailcli.policytests.results import Status
from tailcli.source.text import SourceText

Json = dict[str, Any]
GUEST = "guest@other.com"
X = Device("x", ("100.64.0.2",), tags=("tag:x",))
SHARED_IN = Device("g", ("100.64.0.3",), user=GUEST, external=True)
OWN = Device("own", ("100.64.0.4",), user=GUEST)
BY_DEVICE, BY_USER = Inventory(devices=(X, SHARED_IN)), Inventory(users=(User(GUEST, shared=True),))
told = pytest.mark.parametrize("known", [BY_DEVICE, BY_USER])


def policy(*sources: str, **more: Json) -> str:
    """A policy that opens a tag to some people, over the network and by SSH."""
    grant = {"src": list(sources), "dst": ["tag:x"], "ip": ["22"]}
    login = {"action": "accept", "src": list(sources), "dst": ["tag:x"], "users": ["root"]}
    return json.dumps({"tagOwners": {"tag:x": []}, "grants": [grant], "ssh": [login], **more})


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (BY_DEVICE, {GUEST: True}),
        (BY_USER, {GUEST: True}),
        (Inventory(devices=(SHARED_IN, OWN)), {GUEST: False}),
        (Inventory(devices=(OWN, SHARED_IN)), {GUEST: False}),
        (Inventory(devices=(SHARED_IN,), users=(User(GUEST),)), {GUEST: False}),
        (Inventory(devices=(OWN,), users=(User(GUEST, shared=True),)), {GUEST: True}),
        (Inventory(devices=(X,)), {}),
        (Inventory(), {}),
    ],
)
def test_a_user_list_tells_before_devices_do(known: Inventory, expected: dict[str, bool]) -> None:
    assert guests_told(known) == expected
    assert guests_told(only_guests(known)) == {
        login: True for login, is_guest in expected.items() if is_guest
    }


@told
@pytest.mark.parametrize(
    ("sources", "verdict"),
    [
        (["autogroup:member"], Verdict.DENIED),
        (["user:*@other.com"], Verdict.DENIED),
        (["autogroup:admin"], Verdict.DENIED),
        (["autogroup:member", GUEST], Verdict.ALLOWED),
        (["group:out"], Verdict.ALLOWED),
        (["autogroup:shared"], Verdict.ALLOWED),
    ],
)
@pytest.mark.parametrize("login", [None, "root"])
def test_questions_about_a_guest(
    known: Inventory, sources: list[str], verdict: Verdict, login: str | None
) -> None:
    text = policy(*sources, groups={"group:out": [GUEST]})
    found = api.ask_access(text, src=GUEST, dst="tag:x", login=login, inventory=known)
    assert found.verdict is verdict


@told
def test_members_who_reach_something_are_told_without_guests(known: Inventory) -> None:
    text = policy("autogroup:member", groups={"group:out": [GUEST, "a@us.com"]}, nodeAttrs=[])
    for login in (None, "root"):
        (answer,) = api.ask_access(text, dst="tag:x", login=login, inventory=known).open
        parties = [party for row in (*answer.rows, *answer.ssh) for party in row.parties]
        assert [party.logins for party in parties] == [("a@us.com",)]


@told
def test_a_guest_has_no_devices_of_their_own_here(known: Inventory) -> None:
    rule = {"src": [GUEST], "dst": ["autogroup:self"], "ip": ["*"]}
    (answer,) = api.ask_access(json.dumps({"grants": [rule]}), src=GUEST, inventory=known).open
    assert answer.rows == ()


@told
def test_the_tests_of_a_policy(known: Inventory) -> None:
    asked = {"tests": [{"src": GUEST, "deny": ["tag:x:22"]}]}
    run = api.run_tests(policy("autogroup:member", **asked), inventory=known)
    assert [entry.status for entry in run.entries] == [Status.PASS]
    assert [entry.status for entry in api.run_tests(policy("autogroup:member", **asked)).entries] == [
        Status.FAIL
    ]


@told
def test_guardrails(known: Inventory) -> None:
    only_us = Guardrail("ours", (GUEST,), ("tag:x",))
    must = Guardrail("theirs", ("group:all",), ("tag:x",), ("tcp:22",))
    groups = {"group:all": [GUEST, "a@us.com"]}
    of_members, of_both = (
        load(SourceText("p", policy(*some, groups=groups)))
        for some in (["autogroup:member"], ["autogroup:member", GUEST])
    )
    never, always = Guardrails(must_not_reach=(only_us,)), Guardrails(must_reach=(must,))
    assert not breaches(of_members, never, known)
    assert breaches(of_members, never)
    assert breaches(of_both, never, known)
    assert breaches(of_members, always, known)
    assert not breaches(of_both, always, known)
