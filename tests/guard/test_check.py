"""Guardrails are broken exactly where the access is given, or missing; the witness says where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailcli.access.inventory import Inventory
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.guard.breach import Breach, Demand
from tailcli.guard.check import breaches, idle
from tailcli.policy.load import load
from tailcli.source.text import SourceText

BASE: dict[str, Any] = {
    "groups": {"group:infra": ["alice@example.com"], "group:dev": ["dan@example.com"]},
    "tagOwners": {"tag:secrets": [], "tag:web": []},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
}
ONLY_INFRA = Guardrail("secrets", ("*",), ("tag:secrets",), exceptions=("group:infra",))
BREAK_GLASS = Guardrail("break glass", ("group:infra",), ("tag:secrets",), ("tcp:22",))


def grant(src: str, dst: str, ip: str = "*", **more: object) -> dict[str, Any]:
    return {"src": [src], "dst": [dst], "ip": [ip], **more}


def broken(guardrails: Guardrails, *grants: dict[str, Any]) -> tuple[Breach, ...]:
    policy = load(SourceText("p", json.dumps({**BASE, "grants": list(grants)})))
    return breaches(policy, guardrails)


@pytest.mark.parametrize(
    ("given", "who"),
    [
        (grant("group:infra", "tag:secrets"), []),
        (grant("alice@example.com", "tag:secrets"), []),
        (grant("group:dev", "tag:web"), []),
        (grant("group:dev", "tag:secrets", "tcp:443"), ["group:dev"]),
        (grant("tag:web", "*", "tcp:443"), ["tag:web"]),
        (grant("tag:web", "tag:secrets", "tcp:443", srcPosture=["posture:mac"]), ["tag:web"]),
    ],
)
def test_nobody_else_may_reach_the_secrets(given: dict[str, Any], who: list[str]) -> None:
    found = broken(Guardrails(must_not_reach=(ONLY_INFRA,)), given)
    assert [party.text for breach in found for party in breach.sources] == who
    for breach in found:
        assert breach.demand is Demand.NEVER
        assert breach.rule is not None
        assert breach.witness[1] == "tag:secrets"


def test_a_condition_is_told_and_does_not_help() -> None:
    given = grant("tag:web", "tag:secrets", srcPosture=["posture:mac"])
    (breach,) = broken(Guardrails(must_not_reach=(ONLY_INFRA,)), given)
    assert breach.condition == "only if the device has node:os == 'macos'"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ([grant("group:infra", "tag:secrets")], 0),
        ([grant("autogroup:member", "*", "22")], 0),
        ([grant("group:infra", "tag:secrets", "tcp:443")], 1),
        ([grant("group:infra", "tag:secrets", srcPosture=["posture:mac"])], 1),
        ([], 1),
    ],
)
def test_break_glass_access_must_be_given(given: list[dict[str, Any]], missing: int) -> None:
    found = broken(Guardrails(must_reach=(BREAK_GLASS,)), *given)
    assert len(found) == missing
    for breach in found:
        assert breach.demand is Demand.ALWAYS
        assert breach.witness[:2] == ("alice@example.com", "tag:secrets")
        assert not breach.is_given


def test_the_allow_all_of_a_policy_without_rules_breaks_it_too() -> None:
    policy = load(SourceText("p", json.dumps(BASE)))
    (breach, *_) = breaches(policy, Guardrails(must_not_reach=(ONLY_INFRA,)))
    assert breach.is_given
    assert breach.rule is None


def test_a_default_posture_does_not_narrow_a_guardrail() -> None:
    sections = {**BASE, "defaultSrcPosture": ["posture:mac"], "grants": [grant("group:infra", "tag:secrets")]}
    policy = load(SourceText("p", json.dumps(sections)))
    assert len(breaches(policy, Guardrails(must_reach=(BREAK_GLASS,)))) == 1


def test_without_guardrails_nothing_is_compiled() -> None:
    assert broken(Guardrails(), grant("*", "*")) == ()


STAFF = "group:staff@example.com"
TOLD = Inventory(groups={STAFF: ("carol@example.com",)}, roles={"admin": ("alice@example.com",)})
CAROL = Guardrail("carol", ("carol@example.com",), ("tag:secrets",), ("tcp:22",))
ADMINS = CAROL._replace(sources=("autogroup:admin",))


@pytest.mark.parametrize(
    ("given", "asked", "person"),
    [
        (grant(STAFF, "tag:secrets"), CAROL, "carol@example.com"),
        (grant(STAFF, "tag:secrets"), CAROL._replace(sources=("*",)), "carol@example.com"),
        (grant("carol@example.com", "tag:secrets"), CAROL._replace(sources=(STAFF,)), "carol@example.com"),
        (
            grant("autogroup:admin", "tag:secrets"),
            CAROL._replace(sources=("group:infra",)),
            "alice@example.com",
        ),
        (grant("alice@example.com", "tag:secrets"), ADMINS, "alice@example.com"),
    ],
)
def test_what_is_told_of_people_counts(given: dict[str, Any], asked: Guardrail, person: str) -> None:
    policy = load(SourceText("p", json.dumps({**BASE, "grants": [given]})))
    found = breaches(policy, Guardrails(must_not_reach=(asked,)), TOLD)
    assert [breach.witness[:2] for breach in found] == [(person, "tag:secrets")]
    if asked.sources != ("*",):
        assert breaches(policy, Guardrails(must_not_reach=(asked,))) == ()
        assert breaches(policy, Guardrails(must_reach=(asked,))) != ()
        assert breaches(policy, Guardrails(must_reach=(asked,)), TOLD) == ()


def test_who_is_told_to_be_in_an_excepted_group_is_excepted() -> None:
    asked = Guardrail("secrets", ("*",), ("tag:secrets",), exceptions=(STAFF,))
    policy = load(
        SourceText("p", json.dumps({**BASE, "grants": [grant("carol@example.com", "tag:secrets")]}))
    )
    assert len(breaches(policy, Guardrails(must_not_reach=(asked,)))) == 1
    assert breaches(policy, Guardrails(must_not_reach=(asked,)), TOLD) == ()


def test_a_group_that_the_policy_defines_is_what_the_policy_says() -> None:
    told = Inventory(groups={"group:infra": ("dan@example.com",)})
    policy = load(SourceText("p", json.dumps({**BASE, "grants": [grant("group:infra", "tag:secrets")]})))
    rails = Guardrails(must_not_reach=(CAROL._replace(sources=("dan@example.com",)),))
    assert breaches(policy, rails, told) == ()
    rails = Guardrails(must_not_reach=(CAROL._replace(sources=("alice@example.com",)),))
    assert len(breaches(policy, rails, told)) == 1


def test_a_guardrail_about_a_role_that_nobody_has_is_idle() -> None:
    policy = load(SourceText("p", json.dumps({**BASE, "grants": []})))
    assert idle(policy, (ADMINS,)) == idle(policy, (ADMINS,), TOLD) == ()
    assert idle(policy, (ADMINS,), Inventory(roles={})) == (ADMINS,)
