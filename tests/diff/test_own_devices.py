"""What one person reaches is not told as everything but that person: these are their own devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tailcli.compare import outline
from tailcli.diff import access_rows, drafts
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change
from tests.compare.stand_ins import read as read_plainly

from .corpus_laws import case
from .own_rules import about_own_devices
from .policies import read
from .test_laws import some
from .test_told_rows import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import Row

Json = dict[str, Any]

GROUP: Json = {"groups": {"group:owner": ["ada@example.com"]}, "tagOwners": {"tag:web": []}}
OWN: Json = {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}
EVERYTHING: Json = {"src": ["group:owner"], "dst": ["*"], "ip": ["*"]}


def destinations(row: Row) -> list[tuple[str, tuple[str, ...]]]:
    return [(party.text, party.exceptions) for party in row.destinations]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([], [("*", ())]),
        ([OWN], [("*", ("their own devices",))]),
        (
            [OWN, {"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]}],
            [("*", ("autogroup:internet", "their own devices"))],
        ),
    ],
)
def test_everything_for_one_person(kept: list[Json], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    old, new = read({**GROUP, "grants": kept}), read({**GROUP, "grants": [*kept, EVERYTHING]})
    (row,) = compare_policies(old, new).rows
    assert destinations(row) == expected


TWO: Json = {"groups": {"group:owner": ["ada@example.com", "ben@example.com"]}, "tagOwners": {"tag:web": []}}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([], [("*", ())]),
        ([OWN], [("*", ("their own devices",))]),
        (
            [{**OWN, "dst": ["autogroup:self", "tag:web"]}],
            [("*", ("tag:web", "their own devices"))],
        ),
    ],
)
def test_everything_for_several_people(kept: list[Json], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    old, new = read({**TWO, "grants": kept}), read({**TWO, "grants": [*kept, EVERYTHING]})
    (row,) = compare_policies(old, new).rows
    assert destinations(row) == expected


def test_own_devices_that_go_need_no_word_beside_what_stays() -> None:
    kept = {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["*"]}
    (row,) = compare_policies(
        read({**TWO, "grants": [kept, EVERYTHING]}), read({**TWO, "grants": [kept]})
    ).rows
    assert destinations(row) == [("*", ("tag:web",))]


@pytest.fixture(params=["in parts", "as rules", "in outline"])
def _in_every_way(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "in parts":
            patch.setattr(drafts, "MOST_NAMED", 0)
            patch.setattr(access_rows, "MOST_ASKED", -1)
        if request.param == "in outline":
            patch.setattr(outline, "LEAST_GIVING", 0)
            patch.setattr(outline, "_is_scattered", lambda *_: True)
        yield


@pytest.mark.usefixtures("_in_every_way")
@pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])
@settings(some, max_examples=50)
@given(pair=about_own_devices())
def test_rows_say_whose_own_devices_are_meant(change: Change, pair: tuple[Json, Json]) -> None:
    old, new = map(read_plainly, pair)
    assert differences(case(old, new), change) == ({}, {})


def test_a_group_that_no_rule_names_is_no_name_for_others_like_its_members() -> None:
    """Ben and Cy are one class: no rule tells them apart, and a group of Cy alone is not both."""
    groups = {"group:both": ["ada@example.com", "ben@example.com"], "group:one": ["cy@example.com"]}
    rules = [
        {"src": [src], "dst": ["ada@example.com"], "ip": ["*"], "srcPosture": ["posture:mac"]}
        for src in ("ada@example.com", "autogroup:member")
    ]
    policy: Json = {"groups": groups, "postures": {"posture:mac": ["node:os == 'macos'"]}}
    found = compare_policies(read({**policy, "grants": []}), read({**policy, "grants": rules})).rows
    assert [[(party.text, party.exceptions) for party in row.sources] for row in found] == [
        [("autogroup:member", ("ada@example.com",))],
        [("ada@example.com", ())],
    ]
