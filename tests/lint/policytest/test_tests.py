"""Rules about the tests in a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lint.linting import fixed, grant, places, policy_text, reports_of

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE: dict[str, object] = {
    "groups": {"group:web": ["alice@example.com"]},
    "tagOwners": {"tag:web": [], "tag:db": []},
    "grants": [grant("group:web", "tag:web", "tcp:443"), grant("tag:web", "tag:db", "tcp:5432")],
}


def with_tests(*tests: Mapping[str, object], **more: object) -> str:
    return policy_text(**BASE, tests=list(tests), **more)


def test_a_test_that_fails_is_shown_with_the_rule_that_decides() -> None:
    found = reports_of("TP805", with_tests({"src": "alice@example.com", "deny": ["tag:web:443"]}))
    assert [report.message for report in found] == [
        'tests[0] fails: "alice@example.com" must not reach "tag:web:443", which is allowed'
    ]
    assert [label.message for label in found[0].labels] == ["this rule decides it"]


def test_a_test_that_fails_is_shown_with_the_rule_that_comes_near() -> None:
    found = reports_of("TP805", with_tests({"src": "alice@example.com", "accept": ["tag:web:80"]}))
    assert ["must reach" in report.message for report in found] == [True]
    assert "comes near" in found[0].labels[0].message


def test_what_is_not_known_is_no_failure() -> None:
    rules = [grant("group:synced@example.com", "tag:web")]
    test = {"src": "alice@example.com", "accept": ["tag:web:443"]}
    assert places("TP805", policy_text(tagOwners={"tag:web": []}, grants=rules, tests=[test])) == []


def test_how_ssh_tests_of_groups_are_run_is_not_known() -> None:
    test = {"dst": ["tag:web"], "accept": ["root"]}
    assert places("TP805", policy_text(**BASE, sshTests=[{"src": "group:web", **test}])) == []
    assert len(places("TP805", policy_text(**BASE, sshTests=[{"src": "alice@example.com", **test}]))) == 1


@pytest.mark.parametrize(("action", "expected", "count"), [("check", "accept", 0), ("accept", "check", 1)])
def test_whether_a_check_is_accepted_is_not_known(action: str, expected: str, count: int) -> None:
    rule = {"action": action, "src": ["alice@example.com"], "dst": ["tag:web"], "users": ["root"]}
    test = {"src": "alice@example.com", "dst": ["tag:web"], expected: ["root"]}
    assert len(places("TP805", policy_text(**BASE, ssh=[rule], sshTests=[test]))) == count


@pytest.mark.parametrize(
    "test",
    [
        {"src": "*", "deny": ["tag:web:22"]},
        {"src": "autogroup:member", "deny": ["tag:web:22"]},
        {"src": "alice@example.com"},
        {"src": "alice@example.com", "deny": ["tag:web"]},
        {"src": "alice@example.com", "deny": ["tag:web:1-2"]},
        {"src": "alice@example.com", "accept": ["tag:absent:22"]},
        {"src": "alice@example.com", "accept": ["group:absent:22"]},
        {"src": "tag:absent", "accept": ["tag:web:22"], "deny": ["tag:db:22"]},
        {"src": "alice@example.com", "deny": ["192.0.2.0/24:22"]},
        {"src": "alice@example.com", "proto": "nope", "deny": ["tag:web:22"]},
    ],
)
def test_a_test_that_can_only_fail_is_not_said_to_fail(test: dict[str, object]) -> None:
    text = with_tests(test)
    assert len(places("TP809", text)) == 1
    assert places("TP805", text) == []


@pytest.mark.parametrize(
    "test",
    [
        {"src": "alice@example.com", "deny": ["tag:absent:22"]},
        {"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["group:absent:22"]},
        {"src": "tag:absent", "deny": ["tag:web:22"]},
        {"src": "group:absent", "accept": ["tag:web:22"]},
    ],
)
def test_an_undefined_name_that_nobody_has_seen_fail_is_no_error(test: dict[str, object]) -> None:
    text = with_tests(test)
    assert len(places("TP812", text)) == 1
    assert places("TP809", text) == places("TP805", text) == []


def test_one_fault_of_an_ssh_test_is_one_finding() -> None:
    text = policy_text(**BASE, sshTests=[{"src": "autogroup:member", "dst": ["tag:absent"], "deny": ["x"]}])
    assert len(places("TP810", text)) == 1
    assert len(places("TP102", text)) == 1
    assert places("TP809", text) == []


def test_a_superfluous_test_is_removed() -> None:
    one = {"src": "alice@example.com", "accept": ["tag:web:443"]}
    other = {"src": "alice@example.com", "proto": "tcp", "accept": ["tag:web:443"]}
    text = with_tests(one, other, one)
    assert fixed("TP815", text) == with_tests(one, other)
    assert places("TP815", with_tests(one, other)) == []


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ({"accept": ["tag:web:443"]}, 1),
        ({"deny": ["tag:web:22"]}, 1),
        ({"accept": ["tag:web:443"], "deny": ["tag:web:22"]}, 0),
        ({}, 0),
    ],
)
def test_tests_of_one_side(test: dict[str, object], found: int) -> None:
    assert len(places("TP802", with_tests({"src": "alice@example.com", **test}))) == found


def test_a_rule_is_tested_by_an_assertion_that_needs_it() -> None:
    test = {"src": "alice@example.com", "accept": ["tag:web:443"]}
    found = reports_of("TP820", with_tests(test))
    assert [report.message for report in found] == ["no test exercises grants[1]"]


def test_a_sensitive_tag_wants_a_test_that_denies() -> None:
    accept = {"src": "tag:web", "accept": ["tag:db:5432"]}
    assert places("TP825", with_tests(accept)) == ['"tag:db"']
    assert places("TP825", with_tests({**accept, "deny": ["tag:db:22"]})) == []
    assert places("TP825", with_tests(accept), sensitive_words=()) == []
    assert places("TP825", policy_text(**BASE)) == []


@pytest.mark.parametrize(
    ("principal", "destination", "missing"),
    [
        ("group:web", "tag:web:443", 0),
        ("alice@example.com", "tag:web:443", 0),
        ("group:web", "tag:web:22", 1),
        ("bob@example.com", "tag:web:443", 1),
        ("group:absent", "tag:web:443", 1),
        ("group:web", "tag:absent:443", 1),
    ],
)
def test_lock_out(principal: str, destination: str, missing: int) -> None:
    found = reports_of("TP830", policy_text(**BASE), break_glass={principal: (destination,)})
    assert len(found) == missing
    assert all(f'"{destination}"' in report.message for report in found)


def test_nobody_is_locked_out_where_nobody_is_named() -> None:
    assert places("TP830", policy_text(**BASE)) == []
