"""Each row names the edit that made it, and an edit that made nothing is listed as such."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.causes import Causes
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Lane, Verdict
from tailcli.diff.sides import compile_sides

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]


def causes(found: AccessDiff) -> set[str]:
    return {row.cause.text for row in found.rows if row.lane in ACCESS_LANES and row.cause}


EDITS: list[tuple[Callable[[Json], object], set[str]]] = [
    (lambda p: p["grants"].pop(0), {"grants[0] removed"}),
    (
        lambda p: p["grants"].append({"src": ["tag:ci"], "dst": ["tag:web"], "ip": ["22"]}),
        {"grants[3] added"},
    ),
    (lambda p: p["grants"][0]["ip"].append("tcp:80"), {"grants[0] widened: + tcp:80"}),
    (
        lambda p: p["grants"][0].update({"dst": ["tag:ci"]}),
        {"grants[0] changed: + dst tag:ci, - dst tag:web"},
    ),
    (lambda p: p["groups"]["group:dev"].append("di@example.com"), {"di@example.com joined group:dev"}),
    (lambda p: p["groups"]["group:dev"].pop(), {"ben@example.com left group:dev"}),
    (
        lambda p: p.update({"defaultSrcPosture": ["posture:mac"]}),
        {"defaultSrcPosture changed: + posture:mac"},
    ),
    (lambda p: p.pop("grants"), {"neither acls nor grants any more: everything is allowed"}),
    (
        lambda p: p["ssh"][0].update({"action": "accept"}),
        {"ssh[0] changed: check every 12h became accept"},
    ),
    (lambda p: p["ssh"].clear(), {"ssh[0] removed"}),
]


@pytest.mark.parametrize(("edit", "expected"), EDITS)
def test_the_edit_behind_a_row(edit: Callable[[Json], object], expected: set[str]) -> None:
    assert causes(edited(edit)) == expected


def with_addresses(policy: Json) -> None:
    policy["grants"].append({"src": ["group:dev"], "dst": ["office", "ipset:lab"], "ip": ["tcp:80"]})


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda p: p["hosts"].update({"office": "10.3.0.0/16"}),
            "office changed: 10.1.0.0/16 became 10.3.0.0/16",
        ),
        (
            lambda p: p["ipsets"]["ipset:lab"].append("add 10.9.0.0/16"),
            "ipset:lab changed: + add 10.9.0.0/16",
        ),
    ],
)
def test_the_edit_of_an_address(edit: Callable[[Json], object], expected: str) -> None:
    old = deepcopy(POLICY)
    with_addresses(old)
    new = deepcopy(old)
    edit(new)
    assert causes(compare_policies(read(old), read(new))) == {expected}


def test_places_are_those_of_the_words_that_changed() -> None:
    new = deepcopy(POLICY)
    new["groups"]["group:dev"].append("di@example.com")
    found = compare_policies(read(POLICY), read(new))
    (row,) = [row for row in found.rows if row.lane is Lane.NETWORK]
    assert row.cause is not None
    assert row.cause.new is not None
    text = read(
        {
            **POLICY,
            "groups": {**POLICY["groups"], "group:dev": [*POLICY["groups"]["group:dev"], "di@example.com"]},
        }
    )
    assert "di@example.com" in text.document.source.line(row.cause.new.line)


def test_a_login_rule_that_was_there_before_has_both_its_places() -> None:
    diff = edited(lambda p: p["groups"]["group:ops"].append("dee@example.com"))
    (row,) = (row for row in diff.rows if row.lane is Lane.SSH)
    assert [place.label for place in row.old] == [place.label for place in row.new] == ["ssh[0]"]


def test_one_piece_is_split_by_its_edits() -> None:
    def edit(policy: Json) -> None:
        policy["groups"]["group:dev"].append("di@example.com")
        policy["grants"][0]["ip"].append("tcp:80")

    found = edited(edit)
    rows = {row.cause.text: said(row) for row in found.rows if row.lane is Lane.NETWORK and row.cause}
    assert rows == {
        "di@example.com joined group:dev": "+ di@example.com -> tag:web: tcp:80,443",
        "grants[0] widened: + tcp:80": "+ ada@example.com, ben@example.com -> tag:web: tcp:80",
    }


def test_an_edit_without_effect_is_idle() -> None:
    found = edited(
        lambda p: p["grants"].append({"src": ["ada@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]})
    )
    assert found.verdict is Verdict.IDENTICAL
    assert [cause.text for cause in found.idle_causes] == ["grants[3] added"]


@pytest.mark.parametrize(
    "edit",
    [
        {"action": "accept"},
        {"src": ["group:dev"]},
        {"dst": ["tag:web"]},
        {"users": ["root", "deploy"]},
        {"users": []},
        {"checkPeriod": "1h"},
        {"acceptEnv": ["LANG"]},
        {"srcPosture": ["posture:mac"]},
        {"recorder": ["tag:ci"]},
        {"recorder": ["tag:ci"], "enforceRecorder": True},
    ],
    ids=str,
)
def test_whatever_is_edited_of_an_ssh_rule_is_an_edit(edit: Json) -> None:
    new = deepcopy(POLICY)
    new["ssh"][0].update(edit)
    found = Causes(compile_sides(read(POLICY), read(new), None)).idle(())
    assert [cause.text.partition(" ")[0] for cause in found] == ["ssh[0]"]


def test_other_words_of_an_ssh_rule_that_say_the_same_are_none() -> None:
    old, new = deepcopy(POLICY), deepcopy(POLICY)
    old["ssh"][0]["users"], new["ssh"][0]["users"] = ["root", "deploy"], ["deploy", " root", "deploy"]
    assert Causes(compile_sides(read(old), read(new), None)).idle(()) == ()


def test_a_definition_that_a_new_rule_needs_is_not_idle() -> None:
    def edit(policy: Json) -> None:
        policy["groups"]["group:new"] = ["di@example.com"]
        policy["grants"].append({"src": ["group:new"], "dst": ["tag:web"], "ip": ["tcp:22"]})

    found = edited(edit)
    assert causes(found) == {"grants[3] added"}
    assert found.idle_causes == ()
