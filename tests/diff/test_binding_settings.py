"""Who keeps Kubernetes access is told that it is recorded no more, or must be, as terms of that access."""

from __future__ import annotations

from typing import Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Effect, Lane

from .policies import POLICY, Json, read, said

READ = {"impersonate": {"groups": ["readers"]}}
WRITE = {"impersonate": {"groups": ["writers"]}}
RECORDED: Json = {"recorder": ["tag:ci"]}
ENFORCED: Json = {"recorder": ["tag:ci"], "enforceRecorder": True}
ELSEWHERE: Json = {"recorder": ["tag:db"]}
EVENTS: Json = {"recorder": ["tag:ci"], "enableEvents": True}


def policy(*objects: Json, src: str = "group:dev") -> Json:
    app = {"tailscale.com/cap/kubernetes": list(objects)}
    return POLICY | {"grants": [*POLICY["grants"], {"src": [src], "dst": ["tag:web"], "app": app}]}


def rows(old: Json, new: Json) -> list[tuple[Any, ...]]:
    found = compare_policies(read(old), read(new)).rows
    return [(said(row), row.before, row.after, row.effect) for row in found if row.lane is Lane.APPLICATION]


USE = "~ group:dev -> tag:web: kubernetes"
BY, NOT = "recorded by tag:ci", "not recorded"
SURELY = f"{BY}, refused if none is reachable"


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "effect"),
    [
        ([READ, RECORDED], [READ], BY, NOT, Effect.WIDER),
        ([{**READ, **RECORDED}], [READ], BY, NOT, Effect.WIDER),
        ([READ], [READ, RECORDED], NOT, BY, Effect.NARROWER),
        ([READ, ENFORCED], [READ, RECORDED], SURELY, BY, Effect.WIDER),
        ([READ, RECORDED], [READ, ENFORCED], BY, SURELY, Effect.NARROWER),
        ([READ, RECORDED], [READ, ELSEWHERE], BY, "recorded by tag:db", Effect.BOTH),
        ([READ, EVENTS], [READ, RECORDED], f"{BY}; events recorded", BY, Effect.WIDER),
        # What is enforced without a recorder lets nothing through.
        ([READ], [READ, {"enforceRecorder": True}], NOT, f"{NOT}, refused if none is reachable", Effect.BOTH),
        ([READ], [READ, {"other": 1}], NOT, f'{NOT}; {{"other": 1}}', Effect.BOTH),
    ],
)
def test_settings_are_terms_of_the_access(
    old: list[Json], new: list[Json], before: str, after: str, effect: Effect
) -> None:
    assert rows(policy(*old), policy(*new)) == [(USE, before, after, effect)]


def test_a_recorder_said_by_another_rule_still_records() -> None:
    start = policy(READ, RECORDED)
    also = {"src": ["ada@example.com"], "dst": ["tag:web"]}
    also["app"] = {"tailscale.com/cap/kubernetes": [ELSEWHERE]}
    old, new = (one | {"grants": [*one["grants"], also]} for one in (start, policy(READ)))
    assert [row[:3] for row in rows(old, new)] == [
        ("~ ada@example.com -> tag:web: kubernetes", "recorded by tag:ci, tag:db", "recorded by tag:db"),
        ("~ ben@example.com -> tag:web: kubernetes", BY, NOT),
    ]


def test_what_else_is_lost_has_its_own_row() -> None:
    assert rows(policy(READ, WRITE, RECORDED), policy(READ)) == [
        ("- group:dev -> tag:web: kubernetes: impersonate writers", "", "", Effect.NARROWER),
        (USE, BY, NOT, Effect.WIDER),
    ]


def test_the_settings_go_with_the_access() -> None:
    (lost,) = compare_policies(read(policy(READ, RECORDED)), read(POLICY)).rows
    assert (lost.change, lost.effect) == (Change.LOST, Effect.NARROWER)
    assert 'kubernetes: settings {"recorder":["tag:ci"]}' in lost.rights


def test_where_only_some_keep_the_access_both_is_told() -> None:
    found = rows(policy(READ, RECORDED), policy(READ, src="ada@example.com"))
    assert {row[3] for row in found} <= {Effect.BOTH, Effect.NARROWER, Effect.WIDER}
    assert any(row[0].startswith("- ") for row in found)


def moved(*rest: Json) -> tuple[Json, Json]:
    """One rule for two, and the same rule for one of them beside others."""
    app = {"tailscale.com/cap/kubernetes": [{**READ, **ENFORCED}]}
    both = {"src": ["group:dev", "tag:db"], "dst": ["tag:web"], "app": app}
    old = POLICY | {"grants": [*POLICY["grants"], both]}
    return old, POLICY | {"grants": [*POLICY["grants"], {**both, "src": ["group:dev"]}, *rest]}


UNRECORDED: Json = {
    "src": ["tag:db"],
    "dst": ["tag:web"],
    "app": {"tailscale.com/cap/kubernetes": [READ]},
}


def test_the_rule_that_keeps_the_access_is_the_one_responsible() -> None:
    old, new = moved(UNRECORDED)
    found = compare_policies(read(old), read(new))
    (row,) = found.rows
    assert ([place.label for place in row.old], [place.label for place in row.new]) == (
        ["grants[3]"],
        ["grants[4]"],
    )
    assert row.cause is not None
    assert row.cause.text == "grants[3] narrowed: - src tag:db; grants[4] added"
    assert row.cause.new == row.new[0]
    assert found.idle_causes == ()


def test_so_it_is_where_a_recorder_comes() -> None:
    new, old = moved(UNRECORDED)
    found = compare_policies(read(old), read(new))
    (row,) = found.rows
    assert [place.label for place in (*row.old, *row.new)] == ["grants[4]", "grants[3]"]
    assert row.cause is not None
    assert row.cause.text == "grants[3] widened: + src tag:db; grants[4] removed"
    assert row.cause.old == row.old[0]
    assert found.idle_causes == ()


def test_a_rule_that_gave_it_before_needs_no_other_edit() -> None:
    old, new = moved(UNRECORDED)
    old["grants"].append(UNRECORDED)
    found = compare_policies(read(old), read(new))
    (row,) = found.rows
    assert row.cause is not None
    assert row.cause.text == "grants[3] narrowed: - src tag:db"
    assert [place.label for place in row.new] == ["grants[4]"]
