"""SSH rules: what fires beyond the examples of the manual pages, and what must not."""

from __future__ import annotations

import pytest

from tests.lint.linting import fixed, grant, places, policy_text, reports_of

TAGS: dict[str, list[str]] = {"tag:server": [], "tag:ci": [], "tag:prod-db": []}


def rule(
    src: str, dst: str, users: str = "deploy", action: str = "accept", **more: object
) -> dict[str, object]:
    return {"action": action, "src": src.split(), "dst": dst.split(), "users": users.split(), **more}


def text_of(*rules: dict[str, object], **sections: object) -> str:
    return policy_text(tagOwners=TAGS, **sections, ssh=list(rules))


@pytest.mark.parametrize(
    "user",
    [
        "group:dev",
        "tag:server",
        "user:a@example.com",
        "autogroup:self",
        "autogroup:member",
        "localpart:",
        "localpart:*",
        "localpart:*@",
        "localpart:alice",
        "localpart:alice@example.com",
    ],
)
def test_what_is_no_account(user: str) -> None:
    assert places("TP510", text_of(rule("tag:ci", "tag:server", user))) == [f'"{user}"']


@pytest.mark.parametrize(
    "user",
    ["root", "autogroup:nonroot", "localpart:*@example.com", "alice@corp.example.com", "_svc", "ünïcode"],
)
def test_what_may_be_an_account(user: str) -> None:
    assert places("TP510", text_of(rule("tag:ci", "tag:server", user))) == []


def test_root_is_fixed_only_where_a_check_is_possible() -> None:
    people, machines = rule("autogroup:member", "tag:server", "root"), rule("tag:ci", "tag:server", "root")
    found = reports_of("TP550", text_of(people, machines, rule("tag:ci", "tag:server", "root", "check")))
    assert [report.fix is not None for report in found] == [True, False]
    assert '"action": "check"' in fixed("TP550", text_of(people))
    assert places("TP550", text_of(rule("", "tag:server", "root"))) == []


@pytest.mark.parametrize("action", ["accept", " accept "])
def test_a_check_period_needs_a_check(action: str) -> None:
    found = reports_of("TP530", text_of(rule("tag:ci", "tag:server", action=action, checkPeriod="1h")))
    assert len(found) == 1
    assert found[0].fix is None
    assert (
        places("TP530", text_of(rule("autogroup:member", "tag:server", action="check", checkPeriod="1h")))
        == []
    )
    assert places("TP530", text_of(rule("tag:ci", "tag:server", checkPeriod=None))) == []


@pytest.mark.parametrize(
    ("period", "fires"),
    [("0s", True), ("59s", True), ("1m", False), ("always", False), ("-1s", False), ("x", False)],
)
def test_short_periods(period: str, *, fires: bool) -> None:
    text = text_of(rule("autogroup:member", "tag:server", action="check", checkPeriod=period))
    assert bool(places("TP526", text)) == fires


def test_the_fix_for_a_check_from_a_tag_needs_tags_only() -> None:
    both = text_of(rule("tag:ci autogroup:member", "tag:server", action="check"))
    assert [report.fix for report in reports_of("TP520", both)] == [None]
    only = text_of(rule("tag:ci tag:server", "tag:server", action="check"))
    assert [report.fix is not None for report in reports_of("TP520", only)] == [True, False]


def test_destinations_known_to_be_refused_are_errors_and_others_are_not() -> None:
    text = text_of(
        rule("autogroup:member", "* 100.64.0.1 box group:g tag:server *:22"), hosts={"box": "100.64.0.2"}
    )
    assert places("TP515", text) == ["*", "100.64.0.1", "box", ":22"]
    assert places("TP516", text) == ["group:g"]


class TestNetwork:
    def test_any_rule_that_opens_port_22_is_enough(self) -> None:
        for opened in (
            grant("autogroup:member", "tag:server", "tcp:20-30"),
            grant("group:dev", "tag:server"),
            grant("autogroup:member", "100.64.0.5", "22"),
            grant("*", "*"),
        ):
            text = text_of(
                rule("group:dev", "tag:server"), groups={"group:dev": ["a@example.com"]}, grants=[opened]
            )
            assert places("TP540", text) == []

    def test_other_ports_and_other_people_are_not(self) -> None:
        for opened in (
            grant("autogroup:member", "tag:server", "udp:22"),
            grant("autogroup:member", "tag:server", "tcp:2222"),
            grant("b@example.com", "tag:server"),
            grant("autogroup:member", "10.0.0.0/8"),
        ):
            text = text_of(
                rule("group:dev", "tag:server"), groups={"group:dev": ["a@example.com"]}, grants=[opened]
            )
            assert places("TP540", text) == ['"tag:server"']

    def test_own_devices_need_a_way_too(self) -> None:
        login = rule("autogroup:member", "autogroup:self", action="check")
        opened = grant("autogroup:member", "autogroup:self")
        assert places("TP540", text_of(login, grants=[opened])) == []
        assert places("TP540", text_of(login, grants=[grant("autogroup:member", "autogroup:member")])) == []
        assert places("TP540", text_of(login, grants=[grant("tag:ci", "*")])) == ['"autogroup:self"']

    def test_whoever_has_a_role_may_be_anybody(self) -> None:
        opened = grant("a@example.com", "tag:server")
        assert places("TP540", text_of(rule("autogroup:admin", "tag:server"), grants=[opened])) == []

    def test_without_access_rules_everything_is_open(self) -> None:
        assert places("TP540", text_of(rule("autogroup:member", "tag:server"))) == []

    def test_a_destination_that_is_unknown_is_no_second_mistake(self) -> None:
        assert places("TP540", text_of(rule("autogroup:member", "tag:nope"), grants=[])) == []


class TestOverridden:
    def test_several_checks_cover_together(self) -> None:
        accept = rule("autogroup:member", "tag:server tag:ci", "deploy")
        checks = [
            rule("autogroup:member", f"tag:{tag}", "autogroup:nonroot", "check") for tag in ("server", "ci")
        ]
        assert places("TP545", text_of(accept, *checks)) == ['"accept"']
        assert places("TP545", text_of(accept, checks[0])) == []

    def test_a_login_that_no_check_matches_keeps_the_rule_alive(self) -> None:
        accept = rule("autogroup:member", "tag:server", "root deploy")
        nonroot = rule("autogroup:member", "tag:server", "autogroup:nonroot", "check")
        assert places("TP545", text_of(accept, nonroot)) == []

    def test_a_check_with_a_posture_covers_less(self) -> None:
        accept = rule("autogroup:member", "tag:server")
        check = rule("autogroup:member", "tag:server", action="check", srcPosture=["posture:p"])
        text = text_of(accept, check, postures={"posture:p": ["node:os == 'linux'"]})
        assert places("TP545", text) == []


def test_sensitive_tags_are_those_of_the_settings() -> None:
    text = text_of(rule("autogroup:member", "tag:prod-db tag:server"), rule("tag:ci", "tag:prod-db"))
    assert places("TP560", text) == ['"tag:prod-db"']
    assert places("TP560", text, sensitive_words=()) == []
    assert places("TP560", text, sensitive_words=(), sensitive_tags=("tag:server",)) == ['"tag:server"']


def test_accounts_of_shared_devices() -> None:
    assert places("TP555", text_of(rule("tag:ci", "tag:server", "autogroup:nonroot"))) == [
        '"autogroup:nonroot"'
    ]
    assert places("TP555", text_of(rule("tag:ci", "tag:server", "autogroup:nonroot", "check"))) == []
    assert places("TP555", text_of(rule("autogroup:member", "autogroup:self", "autogroup:nonroot"))) == []


def test_a_recorder_that_only_some_reach_is_not_exposed() -> None:
    recorded = rule("autogroup:member", "tag:server", recorder=["tag:ci"], enforceRecorder=True)
    assert places("TP572", text_of(recorded, grants=[grant("autogroup:member", "tag:ci", "tcp:443")])) == [
        '"tag:ci"'
    ]
    assert places("TP572", text_of(recorded, grants=[grant("autogroup:member", "tag:ci", "tcp:22")])) == []
    assert places("TP572", text_of(recorded, grants=[grant("a@example.com", "tag:ci")])) == []


def test_enforcing_a_recorder_sets_what_is_there_or_adds_it() -> None:
    off = text_of(rule("tag:ci", "tag:server", recorder=["tag:ci"], enforceRecorder=False))
    assert fixed("TP570", off) == off.replace("false", "true")
    absent = text_of(rule("tag:ci", "tag:server", recorder=["tag:ci"]))
    assert places("TP570", fixed("TP570", absent)) == []
    assert places("TP571", fixed("TP570", absent)) == []


def test_actions_and_users_are_corrected_only_where_it_is_clear() -> None:
    assert '"action": "accept"' in fixed("TP501", text_of(rule("tag:ci", "tag:server", action="ACCEPT")))
    assert [r.fix for r in reports_of("TP501", text_of(rule("tag:ci", "tag:server", action="deny")))] == [
        None
    ]
    assert [r.fix for r in reports_of("TP505", text_of(rule("tag:ci", "tag:server", "")))] == [None]


def test_a_recorder_in_an_open_network_is_no_news() -> None:
    recorded = rule("autogroup:member", "tag:server", recorder=["tag:ci"], enforceRecorder=True)
    assert places("TP572", text_of(recorded, grants=[grant("*", "*")])) == []
    assert places("TP572", text_of(recorded)) == []
