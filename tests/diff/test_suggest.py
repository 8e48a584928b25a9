"""Suggested tests pass on the new version, and what a test asks about already is not suggested."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tailcli.access.inventory import Inventory
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Lane
from tailcli.diff.suggest import suggest_tests
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tests.compare.stand_ins import read as read_plain
from tests.oracle.edits import pairs

from .policies import POLICY, edited, read
from .test_laws import some

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.diff.suggest import Suggestion

Json = dict[str, Any]


def suggested(edit: Callable[[Json], object]) -> Suggestion:
    new = json.loads(json.dumps(POLICY))
    edit(new)
    return suggest_tests(compare_policies(read(POLICY), read(new)), read(new))


def test_a_gain_and_a_loss_are_pinned() -> None:
    def edit(policy: Json) -> None:
        policy["grants"][0]["dst"] = ["tag:ci"]
        policy["tests"] = []

    found = suggested(edit)
    assert found.tests == ({"src": "ada@example.com", "proto": "tcp", "accept": ["tag:ci:443"]},)


def test_a_login_is_pinned_as_it_ends_now() -> None:
    def edit(policy: Json) -> None:
        policy["ssh"].append({"action": "accept", "src": ["tag:ci"], "dst": ["tag:web"], "users": ["deploy"]})

    assert suggested(edit).ssh_tests == ({"src": "tag:ci", "dst": ["tag:web"], "accept": ["deploy"]},)


def login(source: str, *users: str) -> Json:
    return {"action": "accept", "src": [source], "dst": ["tag:web"], "users": list(users)}


def test_any_account_is_pinned_by_one_that_no_rule_names() -> None:
    def edit(policy: Json) -> None:
        policy["ssh"] += [login("tag:ci", "autogroup:nonroot"), login("tag:db", "someone")]

    assert suggested(edit).ssh_tests == (
        {"src": "tag:ci", "dst": ["tag:web"], "accept": ["someone1"]},
        {"src": "tag:db", "dst": ["tag:web"], "accept": ["someone"]},
    )


def test_an_account_named_like_the_login_is_pinned_by_its_name() -> None:
    def edit(policy: Json) -> None:
        policy["ssh"].append(login("ada@example.com", "localpart:*@example.com"))

    assert suggested(edit).ssh_tests == ({"src": "ada@example.com", "dst": ["tag:web"], "accept": ["ada"]},)


def test_whether_a_test_of_an_address_notices_a_tag_is_not_known() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].pop(2)
        policy["tests"] = [{"src": "100.64.0.7", "deny": ["tag:db:5432", "tag:ci:5432"]}]

    found = edited(edit)
    assert [row.is_tested for row in found.rows if row.lane is Lane.NETWORK] == [None]


def test_what_a_test_asks_about_is_noticed() -> None:
    found = edited(lambda p: p["grants"].pop(0))
    assert [row.is_tested for row in found.rows if row.lane is Lane.NETWORK] == [True]
    found = edited(lambda p: p["grants"].pop(2))
    assert [row.is_tested for row in found.rows if row.lane is Lane.NETWORK] == [False]
    found = edited(lambda p: p["ssh"].clear())
    assert [row.is_tested for row in found.rows if row.lane is Lane.SSH] == [True]


def test_rows_with_and_without_a_test_are_counted() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].pop(0)
        policy["ssh"].clear()

    assert suggested(lambda p: p["grants"].pop(0))[2:] == (1, 1)
    assert suggested(edit)[2:] == (2, 2)
    assert suggested(lambda p: p["nodeAttrs"].clear())[2:] == (0, 0)
    admins = {"src": ["autogroup:admin"], "dst": ["tag:ci"], "ip": ["22"]}
    found = suggested(lambda p: p["grants"].append(admins))
    assert found == ((), (), 1, 0)


@some
@given(pairs())
def test_suggestions_pass(pair: tuple[Json, Json]) -> None:
    old, new = (read_plain(policy) for policy in pair)
    found = suggest_tests(compare_policies(old, new), new)
    written = read({"tests": list(found.tests), "sshTests": list(found.ssh_tests)})
    run = run_tests(new._replace(tests=written.tests, ssh_tests=written.ssh_tests))
    assert all(entry.status is Status.PASS for entry in run.entries)


@pytest.mark.parametrize(
    ("src", "known", "expected"),
    [
        ("autogroup:owner", None, None),
        ("autogroup:owner", Inventory(roles={"owner": ("jo@example.com",)}), True),
        ("autogroup:owner", Inventory(roles={"owner": ("kim@example.com",)}), False),
        ("group:it@example.com", None, None),
        ("group:it@example.com", Inventory(groups={"group:it@example.com": ("kim@example.com",)}), False),
        ("user:*@example.com", None, True),
        ("user:*@example.org", None, False),
        ("tag:ci", None, False),
    ],
)
def test_a_login_that_is_asked_about_may_have_a_role_or_be_in_a_group(
    src: str, known: Inventory | None, expected: object
) -> None:
    tests = [{"src": "jo@example.com", "deny": ["tag:web:443"]}]
    policy = {"tagOwners": {"tag:web": [], "tag:ci": []}, "tests": tests}
    rule = {"src": [src], "dst": ["tag:web"], "ip": ["443"]}
    old, new = (read({**policy, "grants": rules}) for rules in ([], [rule]))
    found = compare_policies(old, new, inventory=known)
    assert [row.is_tested for row in found.rows if row.lane is Lane.NETWORK] == [expected]
