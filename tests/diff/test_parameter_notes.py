"""Parameter objects of unknown capabilities: what changed in them is told by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change

from .policies import read

if TYPE_CHECKING:
    from tailcli.diff.model import Row

Json = dict[str, Any]


def rows(before: list[Json], after: list[Json]) -> list[Row]:
    sides = (
        {
            "groups": {"group:dev": ["ada@example.com"]},
            "tagOwners": {"tag:db": []},
            "grants": [{"src": ["group:dev"], "dst": ["tag:db"], "app": {"example.com/cap/x": objects}}],
        }
        for objects in (before, after)
    )
    return list(compare_policies(*map(read, sides)).rows)


def service(number: int, **changed: object) -> Json:
    return {"name": f"service {number}", "methods": ["GET", "PUT"], "rate": number, **changed}


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"methods": ["GET"]}, 'methods: - "PUT"'),
        ({"methods": ["GET", "PUT", "POST"]}, 'methods: + "POST"'),
        ({"methods": ["PUT", "GET"]}, "methods: in another order"),
        ({"rate": {"burst": 9}}, 'rate: 1 -> {"burst": 9}'),
        ({"colour": "red"}, "+ colour"),
        ({"rate": "a" * 200}, f'rate: 1 -> "{"a" * 59}...'),
    ],
)
def test_what_changed_in_an_object_is_told_by_key(changed: Json, note: str) -> None:
    every = [service(n) for n in range(4)]
    found = rows(every, [every[0], service(1, **changed), *every[2:]])
    assert [row.change for row in found] == [Change.GAINED, Change.LOST]
    assert {row.notes for row in found} == {(f'parameters changed: name "service 1", {note}',)}


def test_a_note_stands_only_at_rows_that_hold_such_objects() -> None:
    sides = (
        {
            "groups": {"group:dev": ["ada@example.com"]},
            "tagOwners": {"tag:db": []},
            "grants": [
                {
                    "src": ["group:dev"],
                    "dst": ["tag:db"],
                    "app": {
                        "example.com/cap/x": [service(1, rate=n)],
                        "tailscale.com/cap/golink": [{"admin": is_admin}],
                    },
                }
            ],
        }
        for n, is_admin in ((1, True), (2, False))
    )
    found = compare_policies(*map(read, sides)).rows
    for row in found:
        assert bool(row.notes) == any("example.com/cap/x" in right for right in row.rights)


def test_objects_that_share_little_are_two_things() -> None:
    assert {row.notes for row in rows([service(1)], [{"name": "else", "methods": ["GET"], "rate": 1}])} == {
        ()
    }


def test_of_many_notes_some_are_told_and_the_rest_is_counted() -> None:
    found = rows([service(n) for n in range(9)], [service(n, methods=["GET"]) for n in range(9)])
    assert [len(row.notes) for row in found] == [4, 4]
    assert found[0].notes[-1] == "6 more parameter objects changed in part"


def test_parameters_of_node_attributes_too() -> None:
    sides = (
        {"tagOwners": {"tag:db": []}, "nodeAttrs": [{"target": ["tag:db"], "app": {"example.com/x": [one]}}]}
        for one in (service(1), service(1, methods=["GET"]))
    )
    found = compare_policies(*map(read, sides)).rows
    assert {row.notes for row in found} == {('parameters changed: name "service 1", methods: - "PUT"',)}
