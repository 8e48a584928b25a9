"""What one person reaches is not told as everything but that person: these are their own devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.compute import compare_policies

from .policies import read

if TYPE_CHECKING:
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
