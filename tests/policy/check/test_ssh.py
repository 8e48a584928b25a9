"""``ssh`` and ``sshTests``."""

from __future__ import annotations

import pytest

from tests.policy.check.reading import Row, rows_of

_NAMES: dict[str, object] = {
    "groups": {"group:eng": []},
    "tagOwners": {"tag:web": [], "tag:recorder": []},
    "hosts": {"db": "10.0.0.1"},
}
_FOREIGN = "is not associated with this Tailnet and cannot be used in user:*@<domain> expressions"


def _ssh(**fields: object) -> list[Row]:
    rule = {"action": "accept", "src": ["group:eng"], "dst": ["tag:web"], "users": ["deploy"], **fields}
    return rows_of({**_NAMES, "ssh": [rule]}, ("example.com",))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"action": " check "},
        {"src": [], "dst": []},
        {"src": ["autogroup:member"], "dst": ["autogroup:self"]},
        {"src": ["autogroup:admin", "tag:web", "user:*@example.com", " alice@example.com"]},
        {"src": ["alice@example.com"], "dst": ["alice@example.com"]},
        {"users": ["root", "autogroup:nonroot", "localpart:*@example.com", "localpart:*@", "group:eng"]},
        {"action": "check", "checkPeriod": "always"},
        {"action": "check", "checkPeriod": "0s"},
        {"action": "check", "checkPeriod": "168h"},
        {"action": "check", "checkPeriod": None},
        {"acceptEnv": ["*", "GIT_?"]},
        {"recorder": ["tag:recorder"], "enforceRecorder": True},
    ],
)
def test_what_an_ssh_rule_may_be(fields: dict[str, object]) -> None:
    assert _ssh(**fields) == []


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ({"action": ""}, Row("ssh-action", "", "action must be specified")),
        ({"action": "Accept"}, Row("ssh-action", "Accept", '"Accept" is not a valid action')),
        ({"users": []}, Row("ssh-users", "[]", "users must be specified")),
        ({"users": ["root", ""]}, Row("ssh-users", "", 'user "" is not valid')),
        ({"users": ["*"]}, Row("ssh-users", "*", 'user "*" is not valid')),
        (
            {"users": ["localpart:*@example.org"]},
            Row("foreign-domain", "localpart:*@example.org", f"example.org {_FOREIGN}"),
        ),
        ({"users": ["localpart:*@*"]}, Row("foreign-domain", "localpart:*@*", f"* {_FOREIGN}")),
        (
            {"src": ["user:*@example.org"]},
            Row("foreign-domain", "user:*@example.org", f"[ssh] example.org {_FOREIGN}"),
        ),
        ({"checkPeriod": "abc"}, Row("check-period", "abc", 'time: invalid duration "abc"')),
        ({"checkPeriod": "-1m"}, Row("check-period", "-1m", "checkPeriod -1m0s must be a positive duration")),
        (
            {"checkPeriod": "200h"},
            Row("check-period", "200h", "checkPeriod 200h0m0s is above the max (168h)"),
        ),
        ({"acceptEnv": ["A", ""]}, Row("accept-env", "", "acceptEnv values cannot be empty")),
        ({"dst": ["db"]}, Row("ssh-destination", "db", 'invalid dst "db"')),
        ({"dst": ["10.0.0.1"]}, Row("ssh-destination", "10.0.0.1", 'invalid dst "10.0.0.1"')),
        ({"dst": ["*"]}, Row("ssh-destination", "*", 'invalid dst "*"')),
        ({"dst": ["group:eng"]}, Row("ssh-destination", "group:eng", None)),
        ({"dst": ["tag:web:22"]}, Row("ssh-destination", ":22", None)),
        ({"dst": ["tag:wbe"]}, Row("undefined-tag", "tag:wbe", None)),
        ({"dst": ["alice@example.com"]}, Row("ssh-destination", "alice@example.com", None)),
        ({"src": ["*"]}, Row("selector-position", "*", None)),
        ({"src": ["db"]}, Row("selector-position", "db", None)),
        ({"src": ["group:x"]}, Row("undefined-group", "group:x", None)),
        ({"src": ["tag:web"], "dst": ["autogroup:self"]}, Row("autogroup-self-source", "tag:web", None)),
        (
            {"action": "check", "src": ["tag:web"]},
            Row("ssh-check-from-tag", "tag:web", '[ssh] "check" action does not support tags in src'),
        ),
        ({"recorder": ["tag:rec"]}, Row("undefined-tag", "tag:rec", None)),
        ({"recorder": ["db"]}, Row("selector-position", "db", None)),
    ],
)
def test_what_an_ssh_rule_cannot_be(fields: dict[str, object], row: Row) -> None:
    assert _ssh(**fields) == [row]


def test_without_login_domains_only_the_impossible_is_reported() -> None:
    rule = {"action": "accept", "users": ["localpart:*@example.org", "localpart:*@*"]}
    assert [row.blamed for row in rows_of({"ssh": [rule]})] == ["localpart:*@*"]


@pytest.mark.parametrize(
    ("test", "row"),
    [
        ({"src": "alice@example.com", "dst": ["tag:web", "db", "10.0.0.1", "10.0.0.1/32"]}, None),
        (
            {"src": "autogroup:admin", "dst": ["tag:web"]},
            Row(
                "ssh-test-shape",
                "autogroup:admin",
                'SSH tests src contains disallowed element "autogroup:admin"',
            ),
        ),
        (
            {"src": "tag:web", "dst": ["autogroup:internet"]},
            Row(
                "ssh-test-shape",
                "autogroup:internet",
                'SSH tests dst contains disallowed element "autogroup:internet"',
            ),
        ),
        (
            {"src": "tag:web", "dst": ["10.0.0.0/8"]},
            Row("ssh-test-shape", "10.0.0.0/8", 'SSH tests dst contains disallowed element "10.0.0.0/8"'),
        ),
        (
            {"src": "tag:web", "dst": ["tag:web:22"]},
            Row("undefined-tag", "tag:web:22", 'SSH tests dst contains unknown tag "tag:web:22"'),
        ),
    ],
)
def test_the_shape_of_ssh_tests(test: dict[str, object], row: Row | None) -> None:
    found = rows_of({**_NAMES, "sshTests": [{**test, "accept": ["root"]}]})
    assert found == ([] if row is None else [row])
