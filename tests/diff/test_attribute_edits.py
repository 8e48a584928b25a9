"""The edit behind a row of node attributes: the entry that changed, at the words that did."""

from __future__ import annotations

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import AccessDiff, Lane

from .policies import Json, read

OWNERS: Json = {"tagOwners": {"tag:a": [], "tag:b": [], "tag:c": []}, "grants": []}
SHARE: Json = {"target": ["tag:a"], "attr": ["drive:share"]}
BOTH: Json = {"target": ["tag:a"], "attr": ["drive:share", "drive:access"]}
FUNNEL: Json = {"target": ["tag:b"], "attr": ["funnel"]}


def diff(old: list[Json], new: list[Json]) -> AccessDiff:
    return compare_policies(*(read(OWNERS | {"nodeAttrs": entries}) for entries in (old, new)))


def causes(found: AccessDiff) -> list[str]:
    return [row.cause.text for row in found.rows if row.cause is not None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ([SHARE], [BOTH], "nodeAttrs[0] changed: + attr drive:access"),
        ([BOTH], [SHARE], "nodeAttrs[0] changed: - attr drive:access"),
        ([FUNNEL, SHARE], [BOTH, FUNNEL], "nodeAttrs[0] changed: + attr drive:access"),
        ([FUNNEL, SHARE], [FUNNEL], "nodeAttrs[1] removed"),
        ([FUNNEL], [SHARE, FUNNEL], "nodeAttrs[0] added"),
        ([FUNNEL], [{**FUNNEL, "target": ["tag:b", "tag:c"]}], "nodeAttrs[0] changed: + target tag:c"),
    ],
)
def test_an_entry_of_both_versions_changed(old: list[Json], new: list[Json], said: str) -> None:
    found = diff(old, new)
    assert causes(found) == [said]
    assert found.idle_causes == ()


def test_an_entry_with_nothing_in_common_is_another_one() -> None:
    assert causes(diff([SHARE], [FUNNEL])) == ["nodeAttrs[0] added", "nodeAttrs[0] removed"]


def test_the_place_is_the_line_that_changed() -> None:
    (row,) = diff([SHARE], [BOTH]).rows
    assert row.cause is not None
    assert row.cause.old is not None
    assert row.cause.new is not None
    assert row.cause.old.line == row.old[0].line
    assert row.cause.new.line == row.new[0].line + 6
    assert row.cause.new.column > row.new[0].column


def test_only_entries_that_name_who_it_is_are_responsible() -> None:
    entries = [{"target": [f"tag:{name}"], "attr": ["funnel"]} for name in "abc"]
    old = OWNERS | {"nodeAttrs": entries}
    new = old | {"tagOwners": {"tag:a": [], "tag:c": []}}
    rows = compare_policies(read(old), read(new)).rows
    (row,) = (row for row in rows if row.lane is Lane.ATTRIBUTES)
    assert [place.label for place in (*row.old, *row.new)] == ["nodeAttrs[1]", "nodeAttrs[1]"]


def test_approvers_of_an_exit_node_in_another_spelling_of_the_data() -> None:
    """Whoever a row does not tell of is told as an edit: of exit nodes too."""
    old, new = (
        OWNERS | {"groups": {"group:x": ["a@example.com"]}, "autoApprovers": {"exitNode": approvers}}
        for approvers in (["a@example.com"], ["group:x"])
    )
    found = compare_policies(read(old), read(new))
    assert found.rows == ()
    assert [cause.text for cause in found.idle_causes] == [
        "autoApprovers.exitNode changed: + group:x, - a@example.com"
    ]
