"""Truth tables of the gates: what fires, what does not, what fails a change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tailcli import api
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.settings import FileKind, Settings
from tailcli.diff.gates import Evidence, GateFinding, find_gates
from tailcli.diff.loosening import SettingChange
from tailcli.diff.model import Verdict
from tailcli.findings.model import Severity
from tailcli.findings.registry import GATES
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.diff.test_laws import some
from tests.oracle.edits import pairs

PEOPLE = {"groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]}}
TAGS: dict[str, Any] = {"tagOwners": {"tag:web": [], "tag:prod-db": []}}
OPS = {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:22"]}
SSH_OPEN = {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:22"]}


def grant(src: str, dst: str, *ip: str, **more: object) -> dict[str, object]:
    return {"src": [src], "dst": [dst], "ip": list(ip), **more}


def ssh(**terms: object) -> dict[str, Any]:
    rule = {"src": ["autogroup:member"], "dst": ["tag:web"], "users": ["ops"], **terms}
    return {"grants": [SSH_OPEN], "ssh": [rule]}


def found(
    old: dict[str, Any], new: dict[str, Any], settings: Settings | None = None, counting: tuple[str, ...] = ()
) -> tuple[GateFinding, ...]:
    texts = [json.dumps({**PEOPLE, **TAGS, "grants": [OPS], **one}, indent=1) for one in (old, new)]
    before, after = (load(SourceText(n, t)) for n, t in zip(("old", "new"), texts, strict=True))
    evidence = Evidence(api.diff(before, after), before, after)
    return find_gates(evidence, settings or Settings(), counting)


def names(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [one.name for one in found(old, new)]


def login(src: str, dst: str, *users: str, action: str = "accept") -> dict[str, Any]:
    return {"action": action, "src": [src], "dst": [dst], "users": list(users)}


def app(src: str, name: str, parameters: dict[str, Any], dst: str = "tag:web") -> dict[str, Any]:
    return {"src": [src], "dst": [dst], "app": {f"tailscale.com/cap/{name}": [parameters]}}


WEB = grant("group:dev", "tag:web", "tcp:443")
DB = grant("group:dev", "tag:prod-db", "tcp:5432")
TAGGED = grant("tag:web", "tag:prod-db", "tcp:8080")
GET, INFO = ({"action": [action], "secret": ["ci/key"]} for action in ("get", "info"))
MASTERS = {"impersonate": {"groups": ["system:masters"]}}
ALL_SHARES = {"shares": ["*"], "access": "ro"}
MAC = {"postures": {"posture:mac": ["node:os == 'macos'"]}}
CHECK = {"action": "check", "checkPeriod": "12h"}


@pytest.mark.parametrize(
    ("old", "new", "fired"),
    [
        ({}, {}, []),
        ({}, {"grants": [OPS, WEB]}, []),
        ({}, {"grants": [OPS, grant("*", "tag:web", "tcp:443")]}, ["new-broad-access"]),
        ({}, {"grants": [OPS, grant("group:dev", "*", "tcp:443")]}, ["new-broad-access"]),
        ({}, {"grants": [OPS, grant("group:dev", "tag:web", "*")]}, ["new-broad-access"]),
        ({"grants": [OPS, grant("*", "tag:web", "*")]}, {"grants": [OPS, grant("*", "tag:web", "*")]}, []),
        ({}, {"grants": [OPS, DB]}, ["new-sensitive-access"]),
        ({}, {"grants": [OPS, grant("group:dev", "tag:web", "tcp:22")]}, ["new-sensitive-access"]),
        ({"grants": [OPS, WEB, DB]}, {"grants": [OPS, WEB]}, ["lost-access"]),
        ({"grants": [OPS, WEB]}, {"grants": [OPS]}, ["lockout"]),
        ({}, {"grants": [grant("group:ops", "tag:web", "tcp:443")]}, ["lockout"]),
        ({}, {"tagOwners": {"tag:web": ["group:dev"], "tag:prod-db": []}}, ["new-tag-owner"]),
        ({}, {"tagOwners": {"tag:web": [], "tag:prod-db": [], "tag:new": []}}, []),
        ({"tagOwners": {"tag:web": ["group:dev"], "tag:prod-db": []}}, {}, []),
        (
            {"grants": [OPS, TAGGED]},
            {"grants": [OPS, TAGGED], "tagOwners": {"tag:web": ["group:dev"], "tag:prod-db": []}},
            ["new-latent-access", "new-tag-owner"],
        ),
        (
            {"grants": [OPS, TAGGED]},
            {"grants": [OPS, TAGGED], "tagOwners": {"tag:web": ["autogroup:admin"], "tag:prod-db": []}},
            [],
        ),
        ({}, {"grants": [OPS], "ssh": [login("group:dev", "tag:web", "ops")]}, []),
        ({}, {"ssh": [login("group:dev", "tag:web", "root", action="check")]}, ["new-sensitive-access"]),
        ({}, {"ssh": [login("group:dev", "autogroup:tagged", "ops")]}, ["new-broad-access"]),
        ({}, {"ssh": [login("autogroup:member", "tag:web", "ops", action="check")]}, ["new-broad-access"]),
        ({}, {"ssh": [login("autogroup:member", "autogroup:self", "root", action="check")]}, []),
        ({}, {"ssh": [login("autogroup:member", "autogroup:self", "root")]}, ["new-sensitive-access"]),
        (
            {"ssh": [login("group:dev", "tag:web", "ops"), login("group:dev", "tag:prod-db", "ops")]},
            {"ssh": [login("group:dev", "tag:web", "ops")]},
            ["lost-access"],
        ),
        ({"ssh": [login("group:dev", "tag:web", "ops")]}, {"ssh": []}, ["lockout"]),
        ({}, {"grants": [OPS, app("group:dev", "secrets", GET)]}, ["new-sensitive-access"]),
        ({}, {"grants": [OPS, app("group:dev", "secrets", INFO)]}, []),
        ({}, {"grants": [OPS, app("group:dev", "kubernetes", MASTERS)]}, ["new-sensitive-access"]),
        ({}, {"grants": [OPS, app("autogroup:member", "golink", {"admin": True})]}, ["new-broad-access"]),
        ({}, {"grants": [OPS, app("*", "relay", {})]}, []),
        ({}, {"grants": [OPS, app("group:dev", "drive", ALL_SHARES)]}, ["new-broad-access"]),
        ({}, {"grants": [OPS, app("autogroup:member", "drive", ALL_SHARES, "autogroup:self")]}, []),
        ({"grants": [OPS, app("group:dev", "secrets", GET)]}, {}, ["lost-access"]),
        ({}, {"grants": [OPS, grant("autogroup:member", "autogroup:self", "*")]}, []),
        ({}, {"autoApprovers": {"routes": {"10.0.0.0/8": ["group:dev"]}}}, ["new-auto-approver"]),
        ({}, {"autoApprovers": {"exitNode": ["group:dev"]}}, ["new-auto-approver"]),
        ({"autoApprovers": {"exitNode": ["group:dev"]}}, {}, []),
        (ssh(**CHECK), ssh(action="accept"), ["ssh-check-weakened"]),
        (ssh(**CHECK), ssh(action="check", checkPeriod="24h"), ["ssh-check-weakened"]),
        (ssh(action="accept"), ssh(**CHECK), []),
        (ssh(**CHECK), ssh(action="check", checkPeriod="1h"), []),
        (ssh(**CHECK), {**MAC, **ssh(**CHECK, srcPosture=["posture:mac"])}, ["lost-access"]),
        ({**MAC, **ssh(**CHECK, srcPosture=["posture:mac"])}, ssh(**CHECK), ["ssh-check-weakened"]),
        (
            {"tests": [{"src": "alice@example.com", "deny": ["tag:web:80", "tag:web:443"]}]},
            {"tests": [{"src": "alice@example.com", "deny": ["tag:web:80"]}]},
            ["test-removed"],
        ),
        ({}, {"tests": [{"src": "alice@example.com", "deny": ["tag:web:80"]}]}, []),
    ],
)
def test_what_fires(old: dict[str, Any], new: dict[str, Any], fired: list[str]) -> None:
    assert list(dict.fromkeys(names(old, new))) == fired


@pytest.mark.parametrize(
    ("before", "after", "fired"),
    [
        (["node:os == 'macos'", "node:tsReleaseTrack == 'stable'"], ["node:os == 'macos'"], True),
        (["node:os == 'macos'"], ["node:os == 'linux'"], True),
        (["node:os == 'macos'"], ["node:os == 'macos'", "node:tsReleaseTrack == 'stable'"], False),
        (["node:os == 'macos'"], ["node:os == 'macos'"], False),
    ],
)
def test_a_posture_that_asks_for_less(before: list[str], after: list[str], *, fired: bool) -> None:
    rules = [OPS, {**WEB, "srcPosture": ["posture:safe"]}]
    old, new = ({"postures": {"posture:safe": one}, "grants": rules} for one in (before, after))
    assert ("posture-weakened" in names(old, new)) is fired


def test_a_further_step_to_what_is_not_sensitive_is_told_and_no_warning() -> None:
    owned = {"tagOwners": {"tag:web": ["group:dev"], "tag:prod-db": []}}
    for to, port, severity in (
        ("tag:prod-db", "tcp:8080", Severity.WARNING),
        ("100.64.0.9", "tcp:22", Severity.WARNING),
        ("100.64.0.9", "tcp:8080", Severity.INFO),
        ("*", "tcp:8080", Severity.WARNING),
    ):
        grants = {"grants": [OPS, grant("tag:web", to, port)]}
        shown = found(grants, {**grants, **owned})
        latent = next(one for one in shown if one.name == "new-latent-access")
        assert latent.severity is severity
        assert latent.message.endswith("by tagging a device tag:web")
        raised = found(grants, {**grants, **owned}, Settings(severities={"TP286": Severity.ERROR}))
        assert {one.severity for one in raised if one.code == "TP286"} == {Severity.ERROR}


def test_a_gate_fails_only_if_it_is_asked_for() -> None:
    new = {"grants": [OPS, grant("*", "tag:web", "*"), DB]}
    for words, failing in (
        ((), set()),
        (("new-broad-access",), {"new-broad-access"}),
        (("TP282",), {"new-sensitive-access"}),
        (("exposure",), {"new-broad-access", "new-sensitive-access"}),
        (("all",), {"new-broad-access", "new-sensitive-access"}),
        (("lockout",), set()),
    ):
        shown = found({}, new, counting=words)
        assert {one.name for one in shown if one.fails} == failing
        assert [one.fails for one in shown] == sorted((one.fails for one in shown), reverse=True)


def test_places_are_on_the_side_that_says_so() -> None:
    (gained,) = found({}, {"grants": [OPS, DB]})
    assert gained.place is not None
    assert (gained.place.file, gained.is_old) == ("new", False)
    (lost,) = found({"grants": [OPS, WEB, DB]}, {"grants": [OPS, WEB]})
    assert lost.place is not None
    assert (lost.place.file, lost.is_old) == ("old", True)


def test_settings_decide_the_severity_and_may_leave_a_gate_out() -> None:
    new = {"grants": [OPS, DB]}
    (usual,) = found({}, new)
    assert usual.severity is Severity.WARNING
    (raised,) = found({}, new, Settings(severities={"TP282": Severity.ERROR}))
    assert raised.severity is Severity.ERROR
    assert found({}, new, Settings(ignore=("new-sensitive-access",))) == ()
    # A family is ignored for what the linter says; a gate has to be named.
    assert found({}, new, Settings(ignore=("exposure", "TP2"))) == (usual,)


ONLY_OPS = Guardrail("db", ("*",), ("tag:prod-db",), exceptions=("group:ops",), reason="audit", line=7)
WAY_IN = Guardrail("way in", ("group:ops",), ("tag:web",), ("tcp:22",))


def guarded(new: dict[str, Any], *, old: dict[str, Any] | None = None) -> list[tuple[str, bool]]:
    settings = Settings(guardrails=Guardrails((ONLY_OPS,), (WAY_IN,), "tailcli.toml"))
    shown = found(old or {}, new, settings)
    return [(one.name, one.fails) for one in shown if one.name.startswith("must-")]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({}, []),
        ({"grants": [OPS, WEB]}, []),
        ({"grants": [OPS, DB]}, [("must-not-reach", True)]),
        ({"grants": [OPS, grant("group:ops", "tag:prod-db", "*")]}, []),
        ({"grants": [WEB]}, [("must-reach", True)]),
        ({"tagOwners": {"tag:web": []}}, [("must-not-reach", True)]),
        ({"tagOwners": {"tag:prod-db": []}, "grants": []}, [("must-reach", True)]),
    ],
)
def test_guardrails_always_count(new: dict[str, Any], expected: list[tuple[str, bool]]) -> None:
    assert guarded(new) == expected


def test_a_guardrail_about_names_of_another_policy_is_no_breach_of_this_change() -> None:
    without: dict[str, Any] = {"tagOwners": {"tag:web": []}}
    assert guarded(without, old=without) == []


def test_a_breach_says_who_what_why_and_where() -> None:
    settings = Settings(guardrails=Guardrails((ONLY_OPS,), (), "tailcli.toml"))
    new = {"grants": [OPS, DB]}
    breach = found({}, new, settings)[0]
    assert breach.message == (
        '"group:dev" may reach "tag:prod-db" on tcp:5432, against the guardrail "db" (tailcli.toml:7): audit '
        "(for example dan@example.com -> tag:prod-db tcp:5432)"
    )
    assert breach.place is not None
    assert breach.place.label == "grants[1]"
    assert found(new, new, settings)[0].message.endswith("; so it was before)")


def test_guardrails_say_nothing_of_a_part_of_a_policy() -> None:
    settings = Settings(guardrails=Guardrails((ONLY_OPS,)), kind=FileKind.FRAGMENT)
    assert "must-not-reach" not in [one.name for one in found({}, {"grants": [OPS, DB]}, settings)]


def test_only_looser_settings_are_a_finding() -> None:
    changes = (
        SettingChange("kind", "whole", "fragment", is_looser=True, line=3),
        SettingChange("fail-on", "error", "warning", is_looser=False),
    )
    evidence = Evidence(api.diff("{}", "{}"), None, None, changes=changes, settings_file="tailcli.toml")
    (one,) = find_gates(evidence, Settings())
    assert (one.name, one.message, one.fails) == ("settings-loosened", "kind: whole became fragment", False)
    assert one.place is not None
    assert (one.place.file, one.place.line) == ("tailcli.toml", 3)


def test_an_announcement_that_is_not_met_always_counts() -> None:
    old, new = (json.dumps({**PEOPLE, **TAGS, "grants": rules}) for rules in ([OPS], [OPS, WEB]))
    diff = api.diff(old, new)
    for said, expected in (
        ("+ group:dev -> tag:web tcp:443", []),
        ("none", [True]),
    ):
        judgement = api.judge_change(old, new, f"Access-Change: {said}")
        shown = find_gates(Evidence(diff, load(SourceText("o", old)), None, judgement), Settings())
        assert [one.fails for one in shown if one.name == "unexpected-change"] == expected


@some
@given(pairs())
def test_gates_say_nothing_of_what_stays_and_one_line_of_what_changes(pair: tuple[Any, Any]) -> None:
    old, new = (load(SourceText(name, json.dumps(one))) for name, one in zip("on", pair, strict=True))
    assert find_gates(Evidence(api.diff(old, old), old, old), Settings()) == ()
    diff = api.diff(old, new)
    shown = find_gates(Evidence(diff, old, new), Settings(), ("all",))
    for one in shown:
        assert one.message
        assert "\n" not in one.message
        assert one.fails
        assert one.place is None or one.place.file == ("o" if one.is_old else "n")
    gained = {"new-broad-access", "new-sensitive-access"} & {one.name for one in shown}
    assert not gained or diff.verdict in {Verdict.WIDER, Verdict.BOTH}


def test_every_gate_is_tried_here_or_on_its_page() -> None:
    assert len(GATES) == 15
    assert {rule.stage.value for rule in GATES} == {"change", "access"}
