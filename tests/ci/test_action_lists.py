"""Lists of devices and users in the action: a change cannot bring its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.ci.action_run import Runner
from tests.ci.repository import Repository
from tests.ci.test_action import Change

if TYPE_CHECKING:
    from pathlib import Path

POLICY = (
    '{"tagOwners": {"tag:db": []}, "grants": [{"src": ["autogroup:admin"], "dst": ["tag:db"], '
    '"ip": ["tcp:22"]}], "tests": [{"src": "alice@example.com", "accept": ["tag:db:22"]}]}\n'
)
WIDER = POLICY.replace('"tcp:22"', '"tcp:22", "tcp:443"')


def users(admin: str) -> str:
    others = ("alice@example.com", "carol@example.com")
    roles = [{"loginName": name, "role": "admin" if name == admin else "member"} for name in others]
    return json.dumps({"users": roles})


ALICE, CAROL = users("alice@example.com"), users("carol@example.com")


def said(change: Change, devices: str) -> str:
    return change.run(inputs={"devices": devices}).summary


def test_a_list_of_the_base_counts_for_the_tests_and_the_access_change(tmp_path: Path) -> None:
    files = {"policy.hujson": POLICY, "known/users.json": ALICE}
    change = Change(tmp_path, files, {"policy.hujson": WIDER, "known/users.json": CAROL})
    assert "1 test: 1 unknown" in change.run().summary
    told = said(change, "known/users.json")
    assert "1 test: 1 passed" in told
    assert "(1 person)" in told


def test_a_list_that_the_change_brings_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": POLICY}, {"policy.hujson": WIDER, "users.json": ALICE})
    ran = change.run(inputs={"devices": "users.json"})
    assert "1 test: 1 unknown" in ran.summary
    tests, access = ran.summary.split("### Access change")
    assert "`users.json` is in this checkout and not in the base" in tests
    assert "`users.json` is in this checkout and not in the base" in access
    assert any("users.json is in this checkout" in line for line in ran.annotations)


def test_what_lies_outside_of_the_checkout_is_the_workflows_own(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": POLICY}, {"policy.hujson": WIDER})
    fetched = tmp_path / "users.json"
    fetched.write_text(ALICE, "utf-8")
    assert "1 test: 1 passed" in said(change, str(fetched))
    assert "1 test: 1 passed" in said(change, "../users.json")


def test_a_link_of_the_change_leads_to_no_other_list(tmp_path: Path) -> None:
    files = {"policy.hujson": POLICY, "known/users.json": CAROL, "old/users.json": ALICE}
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "users.json").write_text(ALICE, "utf-8")
    for number, target in enumerate(("old", str(outside), "../outside")):
        change = Change(tmp_path / str(number), files, {"known/users.json": None})
        (change.repository.folder / "known").symlink_to(target)
        change.repository.git("add", "known")
        change.repository.git("commit", "--quiet", "--amend", "--message", "a link")
        assert "1 test: 1 failed" in said(change, "known/users.json")
    link = tmp_path / "by another name"
    link.symlink_to(change.repository.folder)
    assert "1 test: 1 failed" in said(change, str(link / "known" / "users.json"))


@pytest.mark.parametrize("devices", ["nowhere.json", "policy.hujson"])
def test_a_list_that_cannot_be_used_ends_the_run(tmp_path: Path, devices: str) -> None:
    change = Change(tmp_path, {"policy.hujson": POLICY}, {"policy.hujson": WIDER})
    ran = change.run(inputs={"devices": devices})
    assert ran.code == 2
    assert any(devices in line and line.startswith("::error") for line in ran.annotations)


def test_on_a_push_the_lists_are_those_of_the_checkout(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("start", {"policy.hujson": POLICY, "users.json": ALICE})
    ran = Runner(tmp_path / "runner", repository.folder).run("push", {}, {"devices": "users.json\n"})
    assert (ran.code, "1 test: 1 passed" in ran.summary) == (0, True)
