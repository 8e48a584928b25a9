"""Guardrails are broken exactly where the access is given, or missing; the witness says where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.guard.breach import Breach, Demand
from tailcli.guard.check import breaches
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
