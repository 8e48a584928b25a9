"""Guardrails on SSH: which accounts, on which terms, and with which network below."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.guard.breach import Breach, Lane
from tailcli.guard.check import breaches, idle
from tailcli.guard.wording import breach_words, example_words
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

BASE: dict[str, Any] = {
    "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
    "tagOwners": {"tag:db": [], "tag:web": []},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
    "grants": [{"src": ["*"], "dst": ["*"], "ip": ["tcp:22"]}],
}


def policy(*rules: dict[str, Any], **more: object) -> Policy:
    said = {**BASE, "ssh": list(rules), **more}
    return load(SourceText("p", json.dumps(said, indent=1)))


def rule(src: str, dst: str, *users: str, **more: object) -> dict[str, Any]:
    return {"action": "accept", "src": [src], "dst": [dst], "users": list(users), **more}


def never(*logins: str, src: str = "*", dst: str = "tag:db", but: tuple[str, ...] = ()) -> Guardrails:
    return Guardrails((Guardrail("no", (src,), (dst,), (), exceptions=but, logins=logins),))


def always(*logins: str, src: str = "group:ops", dst: str = "tag:db") -> Guardrails:
    return Guardrails((), (Guardrail("yes", (src,), (dst,), (), logins=logins),))


def said(found: tuple[Breach, ...]) -> list[str]:
    sentences = [re.split(", (?:against|though) the guardrail", breach_words(one, "t.toml")) for one in found]
    return [f"{told} | {example_words(one)}" for (told, _), one in zip(sentences, found, strict=True)]


@pytest.mark.parametrize(
    ("given", "logins", "expected"),
    [
        (rule("group:dev", "tag:db", "root"), ["root"], "root"),
        (rule("group:dev", "tag:db", "root", "ops"), ["*"], "root, ops"),
        (rule("group:dev", "tag:db", "ops"), ["root"], None),
        (rule("group:dev", "tag:web", "root"), ["root"], None),
        (rule("group:ops", "tag:db", "root"), ["root"], None),
        (rule("alice@example.com", "tag:db", "root"), ["root"], None),
        (rule("group:dev", "tag:db", "autogroup:nonroot"), ["root"], None),
        (rule("group:dev", "tag:db", "autogroup:nonroot"), ["ops"], "ops"),
        (rule("group:dev", "tag:db", "autogroup:nonroot"), ["*"], "any other account except root"),
        (rule("group:dev", "tag:db", "autogroup:nonroot", "root"), ["*"], "any account"),
        (rule("group:dev", "tag:db", "ops"), ["autogroup:nonroot"], "ops"),
        (rule("group:dev", "tag:db", "root"), ["autogroup:nonroot"], None),
        (rule("group:dev", "autogroup:tagged", " root "), ["root"], "root"),
        (rule("group:dev", "tag:db", "localpart:*@example.com"), ["dan"], "dan"),
        (rule("group:dev", "tag:db", "localpart:*@example.com"), ["alice"], None),
        (rule("group:dev", "tag:db", "localpart:*@example.org"), ["dan"], None),
        (
            rule("group:dev", "tag:db", "localpart:*@example.com"),
            ["localpart:*@example.com"],
            "the account named like their own login @example.com",
        ),
    ],
)
def test_who_logs_in_against_a_prohibition(
    given: dict[str, Any], logins: list[str], expected: str | None
) -> None:
    found = breaches(policy(given), never(*logins, but=("group:ops",)))
    assert [", ".join(one.rights) for one in found] == ([] if expected is None else [expected])
    for one in found:
        assert one.lane is Lane.SSH
        assert one.rule is not None
        assert one.witness[:2] == ("dan@example.com", "tag:db")


def test_a_prohibition_says_terms_and_conditions() -> None:
    checked = rule(
        "group:dev", "tag:db", "root", action="check", checkPeriod="4h", srcPosture=["posture:mac"]
    )
    words = (
        '"group:dev" may log in to "tag:db" by SSH as root only if the device has node:os == \'macos\' '
        "(check every 4h) | dan@example.com -> tag:db ssh as root"
    )
    assert said(breaches(policy(checked), never("root"))) == [words]


def test_a_login_that_the_network_does_not_let_through_yet_is_forbidden_all_the_same() -> None:
    (found,) = breaches(policy(rule("group:dev", "tag:db", "root"), grants=[]), never("root"))
    assert found.notes == ("accept", "no access rule opens tcp:22 there yet")


@pytest.mark.parametrize(
    ("given", "logins", "missing"),
    [
        ([rule("group:ops", "tag:db", "root")], ["root"], None),
        ([rule("group:ops", "tag:db", "root", action="check")], ["root"], None),
        ([rule("autogroup:member", "autogroup:tagged", "root")], ["root"], None),
        ([rule("group:ops", "tag:db", "root", srcPosture=["posture:mac"])], ["root"], "root"),
        ([rule("group:ops", "tag:db", "autogroup:nonroot")], ["root"], "root"),
        ([rule("group:ops", "tag:db", "autogroup:nonroot")], ["ops", "dba"], None),
        ([rule("group:ops", "tag:db", "ops")], ["ops", "dba"], "dba"),
        ([rule("group:ops", "tag:db", "ops"), rule("group:ops", "tag:db", "dba")], ["ops", "dba"], None),
        ([rule("group:ops", "tag:db", "root", "autogroup:nonroot")], ["*"], None),
        ([rule("group:ops", "tag:db", "localpart:*@example.com")], ["alice"], None),
        ([rule("group:dev", "tag:db", "root")], ["root"], "root"),
        ([], ["root"], "root"),
    ],
)
def test_what_break_glass_access_asks_for(
    given: list[dict[str, Any]], logins: list[str], missing: str | None
) -> None:
    found = breaches(policy(*given), always(*logins))
    assert [", ".join(one.rights) for one in found] == ([] if missing is None else [missing])
    for one in found:
        assert not one.is_given
        assert one.witness[:2] == ("alice@example.com", "tag:db")


def test_a_login_needs_the_network_below_it() -> None:
    shut = policy(rule("group:ops", "tag:db", "root"), grants=[])
    words = (
        '"group:ops" cannot log in to "tag:db" by SSH as root (no access rule opens tcp:22 there) | '
        "alice@example.com -> tag:db ssh as root"
    )
    assert said(breaches(shut, always("root"))) == [words]


def test_a_way_in_under_a_condition_is_none_but_it_is_told() -> None:
    way = {"src": ["group:ops"], "dst": ["tag:db"], "ip": ["22"], "srcPosture": ["posture:mac"]}
    at_times = policy(rule("group:ops", "tag:db", "root"), grants=[way])
    words = (
        '"group:ops" cannot always log in to "tag:db" by SSH as root '
        "(access rules open tcp:22 there under a condition only) | alice@example.com -> tag:db ssh as root"
    )
    assert said(breaches(at_times, always("root"))) == [words]
    only_mac = policy(rule("group:ops", "tag:db", "root", srcPosture=["posture:mac"]))
    (only_told,) = said(breaches(only_mac, always("root")))
    assert only_told.startswith('"group:ops" cannot always log in to "tag:db" by SSH as root | ')


def test_own_devices_are_devices_too() -> None:
    own = policy(rule("autogroup:member", "autogroup:self", "root", "autogroup:nonroot"))
    assert breaches(own, always("root", src="autogroup:member", dst="autogroup:self")) == ()
    (found, *_) = breaches(own, never("root", dst="autogroup:self"))
    assert [party.text for party in found.destinations] == ["their own devices"]
    assert breaches(own, never("root", dst="tag:db")) == ()


def test_a_guardrail_on_ssh_says_nothing_of_ports() -> None:
    assert breaches(policy(), never("*")) == ()
    both = Guardrails((Guardrail("both", ("group:dev",), ("tag:db",), ("tcp:22",), logins=("root",)),))
    lanes = [one.lane for one in breaches(policy(rule("group:dev", "tag:db", "root")), both)]
    assert lanes == [Lane.NETWORK, Lane.SSH]


def test_names_that_the_policy_does_not_know_make_a_guardrail_idle() -> None:
    known, unknown = never("root").must_not_reach[0], never("root", dst="tag:gone").must_not_reach[0]
    assert idle(policy(), (known, unknown)) == (unknown,)
