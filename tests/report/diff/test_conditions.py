"""A condition is told once: with its posture, and in the heading of the rows that stand under it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailcli import api
from tailcli.diff.model import Lane
from tailcli.report.diff import markdown, text
from tailcli.report.diff.outline import ON_IT
from tailcli.report.diff.words import terms
from tailcli.report.style import Style

MAC, NEW = "node:os == 'macos'", "node:tsVersion >= '1.60'"
GRANTS = [
    {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]},
    {"src": ["bob@example.com"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
]


def policy(*assertions: str, grants: list[dict[str, Any]] = GRANTS) -> str:
    """Rules under a default posture with these assertions; without any there is none."""
    found: dict[str, Any] = {"tagOwners": {"tag:web": [], "tag:db": []}, "grants": grants}
    if assertions:
        found |= {"postures": {"posture:safe": assertions}, "defaultSrcPosture": ["posture:safe"]}
    return json.dumps(found, indent=1)


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        (policy(), policy(MAC), f"from now on only if the device has {MAC}"),
        (
            policy(MAC),
            policy(MAC, NEW),
            f"from now on only if the device has {MAC} and {NEW} (until now only if the device has {MAC})",
        ),
    ],
)
def test_the_heading_of_several_rows_says_their_condition(old: str, new: str, heading: str) -> None:
    shown = text.render([api.diff(old, new)], Style(columns=400))
    assert shown.count(f"only if the device has {MAC}") == heading.count(MAC)
    assert f"; {heading}:\n" in shown
    assert shown.count(f" {ON_IT}\n") == len(GRANTS)
    assert markdown.render([api.diff(old, new)]).count(ON_IT) == len(GRANTS)


def test_one_row_alone_says_its_condition_itself() -> None:
    old, new = (policy(*asked, grants=GRANTS[:1]) for asked in ((), (MAC,)))
    shown = text.render([api.diff(old, new)], Style(columns=400))
    assert f"may from now on reach tag:web on tcp:443 only if the device has {MAC}\n" in shown
    assert ON_IT not in shown


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ((), (MAC,), ""),
        ((MAC,), (), ""),
        ((MAC,), (MAC, NEW), "asks for more (narrower)"),
        ((MAC, NEW), (MAC,), "asks for less (wider)"),
        ((MAC,), (NEW,), "asks for something else (in part wider, in part narrower)"),
    ],
)
def test_the_edit_of_a_posture_says_what_it_asks(
    old: tuple[str, ...], new: tuple[str, ...], said: str
) -> None:
    rows = api.diff(policy(*old), policy(*new)).rows
    (row,) = (row for row in rows if row.lane is Lane.POSTURES)
    assert terms(row) == said
    assert row.cause is not None
    assert all(one in row.cause.text for one in {*old} ^ {*new})
