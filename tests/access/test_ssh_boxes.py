"""SSH rules without a device list: their order, the accounts that they open, and which terms are wider."""

from __future__ import annotations

from typing import Any

import pytest

from tailcli.access.compile import compile_together
from tailcli.access.ssh import (
    LoginClass,
    LoginName,
    OtherLogins,
    OwnLocalpart,
    SshAccess,
    SshBox,
    Terms,
    compile_ssh,
    is_at_least,
)

from .asking_boxes import read

HOUR = 3600 * 10**9


def boxes(*rules: dict[str, Any]) -> SshAccess:
    policy = read({"ssh": [{"src": ["group:infra"], "dst": ["tag:db"], **rule} for rule in rules]})
    return compile_ssh([policy], compile_together([policy]))[0]


def terms(**rule: object) -> Terms:
    return boxes({"users": ["root"], **rule}).boxes[0].terms


def opened(*users: str) -> set[str]:
    access = boxes({"action": "accept", "users": list(users)}, {"action": "accept", "users": ["deploy"]})
    box = access.boxes[0]
    return {
        login.name if isinstance(login, LoginName) else "any other"
        for number, login in enumerate(access.logins)
        if isinstance(login, LoginName | OtherLogins) and any(a <= number < b for a, b in box.logins)
    }


def test_checks_are_asked_first_each_kind_in_the_order_of_the_file() -> None:
    rules = [{"action": action, "users": ["root"]} for action in ("accept", "check", "accept", "check")]
    assert [box.rule.ordinal for box in boxes(*rules).boxes] == [1, 3, 0, 2]


@pytest.mark.parametrize(
    ("users", "logins"),
    [
        (("root",), {"root"}),
        (("deploy",), {"deploy"}),
        (("autogroup:nonroot",), {"deploy", "any other"}),
        (("autogroup:nonroot", "root"), {"root", "deploy", "any other"}),
        (("*", "root"), {"root"}),
        ((" *", "autogroup:nonroot", ""), {"deploy", "any other"}),
    ],
)
def test_the_accounts_that_a_rule_opens(users: tuple[str, ...], logins: set[str]) -> None:
    assert opened(*users) == logins


def test_a_star_and_an_empty_text_are_no_accounts() -> None:
    assert boxes({"action": "accept", "users": ["*", ""]}) == boxes()


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ({"action": "accept"}, {"action": "check"}),
        ({"action": "accept"}, {"action": "check", "checkPeriod": "168h"}),
        ({"action": "check"}, {"action": "check", "checkPeriod": "1h"}),
        ({"action": "check", "checkPeriod": "1h"}, {"action": "check", "checkPeriod": "always"}),
        ({"action": "accept", "acceptEnv": ["A", "B"]}, {"action": "accept", "acceptEnv": ["B"]}),
        ({"action": "accept"}, {"action": "accept", "recorder": ["tag:web"]}),
        (
            {"action": "accept", "recorder": ["tag:web"]},
            {"action": "accept", "recorder": ["tag:web"], "enforceRecorder": True},
        ),
    ],
)
def test_which_terms_are_wider(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    assert is_at_least(terms(**wide), terms(**narrow))
    assert not is_at_least(terms(**narrow), terms(**wide))


def test_terms_may_each_be_wider_in_another_way() -> None:
    one, other = terms(action="check", acceptEnv=["A"]), terms(action="accept")
    assert not is_at_least(one, other)
    assert not is_at_least(other, one)


def test_without_a_recorder_nothing_is_enforced() -> None:
    assert terms(action="accept", enforceRecorder=True) == terms(action="accept")


def test_without_a_period_a_check_is_good_for_twelve_hours() -> None:
    assert terms(action="check").check_period == 12 * HOUR
    assert terms(action="check", checkPeriod="always").check_period == 0
    assert terms(action="accept").check_period is None


def test_the_order_of_variables_and_of_recorders_means_nothing() -> None:
    env = [terms(action="accept", acceptEnv=names) for names in (["A", "B"], ["B", "A", "B"])]
    assert env[0] == env[1]
    recorded = [
        terms(action="accept", recorder=tags) for tags in (["tag:web", "tag:db"], ["tag:db", "tag:web"])
    ]
    assert recorded[0] == recorded[1]


@pytest.mark.parametrize("everything", ["*", "autogroup:danger-all", "0.0.0.0/0", "100.64.0.0/10"])
def test_what_says_nothing_of_who_a_device_is_names_nobody(everything: str) -> None:
    rule = {"action": "accept", "users": ["root"]}
    assert boxes({**rule, "src": [everything]}).boxes == ()
    assert boxes({**rule, "dst": [everything]}).boxes == ()
    assert boxes({**rule, "src": ["tag:db", everything]}).boxes[0].sources.bit_count() == 1


ALICE, BEN, ROOTY = (f"{name}@example.com" for name in ("alice", "ben", "root"))


@pytest.mark.parametrize(
    ("users", "wanted"),
    [
        (("localpart:*@example.com",), {(ALICE, "alice"), (ROOTY, "root")}),
        (
            ("localpart:*@example.com", "root"),
            {(ALICE, "alice"), *((one, "root") for one in (ALICE, BEN, ROOTY))},
        ),
        (("localpart:*@example.org",), set()),
        (("alice",), {(one, "alice") for one in (ALICE, BEN, ROOTY)}),
        (("autogroup:nonroot",), {(one, "alice") for one in (ALICE, BEN, ROOTY)}),
        (("root",), {(one, "root") for one in (ALICE, BEN, ROOTY)}),
    ],
)
def test_an_own_account_that_rules_name_is_the_same_account(
    users: tuple[str, ...], wanted: set[tuple[str, str]]
) -> None:
    """Whatever opens it by either name opens it by the other one, and nothing else does."""
    rules = [rule(*users), rule("alice", "localpart:*@example.com", "localpart:*@example.org")]
    policy = read({"groups": {"group:eng": [ALICE, BEN, ROOTY]}, "ssh": rules})
    access = compile_together([policy])
    (found,) = compile_ssh([policy], access)
    bits = access[0].universe.login_bits
    opened = {
        (login, account)
        for box in found.boxes
        if box.rule.ordinal == 0
        for login in (ALICE, BEN, ROOTY)
        if box.sources & bits[login]
        for account in accounts_of(box, found)
    }
    named = {(login, one.name) for login, one in opened if isinstance(one, LoginName)}
    assert named == wanted
    for login, name in ((ALICE, "alice"), (ROOTY, "root")):
        assert ((login, OwnLocalpart("example.com")) in opened) == ((login, name) in wanted)


def rule(*users: str) -> dict[str, Any]:
    return {"action": "accept", "src": ["group:eng"], "dst": ["tag:db"], "users": [*users]}


def accounts_of(box: SshBox, access: SshAccess) -> list[LoginClass]:
    return [one for n, one in enumerate(access.logins) if any(a <= n < b for a, b in box.logins)]
