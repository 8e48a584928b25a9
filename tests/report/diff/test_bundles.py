"""Many rows of one edit are told together: none is hidden, and the counts add up."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.naming import Party
from tailcli.diff.model import AccessDiff, Cause, Change, Effect, Lane, Risk, Row
from tailcli.report.diff import markdown, records, spreadsheet, text
from tailcli.report.diff.bundles import MOST_SHOWN, Bundle, bundles
from tailcli.report.diff.outline import Grouping
from tailcli.report.style import Style
from tests.golden import assert_golden
from tests.report.diff import samples
from tests.report.diff.test_markdown import outside_of_code

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLDEN = Path(__file__).parent / "golden"
CAUSE = Cause("defaultSrcPosture changed: + posture:managed", None, samples.new_place(3, "defaultSrcPosture"))
HOST = Party("nas", is_selector=True, detail="10.0.0.7")


def row(number: int) -> Row:
    """A row on traffic that is from now on allowed on a condition."""
    return Row(
        Lane.NETWORK,
        Change.LOST,
        Effect.NARROWER,
        (samples.group(f"group:g{number % 9}", "a@example.com"),),
        (HOST if number % 7 == 0 else samples.tag(f"tag:t{number % 11}"),),
        (f"tcp:{1000 + number}",),
        after="only if the device has posture:managed",
        old=(samples.old_place(10 + number, f"grants[{number}]"),),
        new=(samples.new_place(11 + number, f"grants[{number}]"),),
        cause=CAUSE,
    )


def login(number: int) -> Row:
    """A row on SSH access on other terms."""
    return row(number)._replace(
        lane=Lane.SSH,
        change=Change.CHANGED,
        rights=("root",),
        before="accept",
        after="accept only if the device has posture:managed",
        depends=("whether they have the role autogroup:admin",) if number % 2 else (),
    )


def rows(count: int) -> tuple[Row, ...]:
    return tuple(map(row, range(count)))


MANY = samples.FULL._replace(
    rows=(
        row(400)._replace(risk=Risk.LOCKOUT, stranded="them without a way to port 22"),
        *rows(200),
        *map(login, range(60)),
        samples.GAIN,
    )
)


def told(found: Iterable[Row]) -> list[Row]:
    return [one for bundle in bundles(tuple(found)) for one in (*bundle.rows, *bundle.left_out)]


def test_few_rows_are_all_shown() -> None:
    for count in range(MOST_SHOWN + 2):
        assert bundles(rows(count)) == ((Bundle(rows(count)),) if count else ())


def test_of_many_the_first_are_shown_and_the_rest_is_counted() -> None:
    (bundle,) = bundles(rows(200))
    assert bundle.rows == rows(200)[:MOST_SHOWN]
    assert bundle.left_out == rows(200)[MOST_SHOWN:]
    assert bundle.summary == (
        "200 rows of 200 rules: between them, 9 groups may from now on reach nas and 11 tags only if the "
        "device has posture:managed"
    )
    assert bundle.more == "and 180 more rows like these (--expand or --format json lists them)"


def test_what_the_file_does_not_decide_is_said_of_those_that_are_not_shown() -> None:
    (bundle,) = bundles(tuple(map(login, range(60))))
    assert bundle.summary.endswith(
        "may still log in to nas and 11 tags by SSH; accept -> accept only if the device has posture:managed "
        "(narrower)"
    )
    assert bundle.more.startswith(
        "and 40 more rows like these, 20 of them depending on what the file does not"
    )


def test_what_is_risky_is_always_shown() -> None:
    risky = [one._replace(risk=Risk.BROAD) for one in rows(50)]
    (all_shown,) = bundles(tuple(risky))
    assert all_shown.left_out == ()
    (bundle,) = bundles((*risky, *rows(50)))
    assert list(bundle.rows) == risky
    assert len(bundle.left_out) == 50


def test_expanded_all_are_shown() -> None:
    (bundle,) = bundles(rows(200), expand=True)
    assert (bundle.rows, bundle.left_out) == (rows(200), ())


@pytest.mark.parametrize(
    "other",
    [
        {"cause": None},
        {"cause": CAUSE._replace(text="another edit")},
        {"lane": Lane.APPLICATION},
        {"change": Change.GAINED},
        {"effect": Effect.BOTH},
        {"before": "only if the device has posture:old"},
        {"after": "only if the device has posture:other"},
    ],
)
def test_rows_that_say_something_else_are_no_part_of_a_bundle(other: dict[str, object]) -> None:
    different = row(77)._replace(**other)
    found = bundles((*rows(60), different, *rows(60)))
    assert [(len(one.rows), len(one.left_out)) for one in found] == [(20, 100), (1, 0)]
    assert found[1].rows == (different,)


def test_the_way_to_latent_access_is_no_term() -> None:
    latent = [
        one._replace(lane=Lane.LATENT, leads_to=Lane.NETWORK, after=f"by tagging a device tag:x{n}")
        for n, one in enumerate(rows(60))
    ]
    (bundle,) = bundles(tuple(latent))
    assert (
        bundle.summary == "60 rows of 60 rules: between them, 9 groups could no longer reach nas and 11 tags"
    )


def test_rows_without_a_known_edit_are_all_shown() -> None:
    alone = tuple(one._replace(cause=None) for one in rows(200))
    assert [one.rows for one in bundles(alone)] == [alone]


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([Party("*", is_selector=True, is_open=True)] * 30, "30 rows of 30 rules: everyone (*) may"),
        ([samples.person(f"u{n % 3}@example.com") for n in range(30)], "between them, 3 people may"),
        ([Party(f"10.0.{n}.0/24") for n in range(30)], "between them, 30 addresses and ranges may"),
        (
            [
                Party(f"autogroup:{'member' if n % 2 else 'tagged'}", exceptions=("tag:db",))
                for n in range(30)
            ],
            "autogroup:tagged (except tag:db) and autogroup:member (except tag:db) may",
        ),
        ([Party(f"some words {n}") for n in range(30)], "between them, 30 others may"),
    ],
)
def test_who_is_named_where_they_are_few_and_counted_by_kind_else(sources: list[Party], said: str) -> None:
    found = tuple(one._replace(sources=(who,)) for one, who in zip(rows(30), sources, strict=True))
    (bundle,) = bundles(found)
    assert said in bundle.summary


kinds = st.builds(
    lambda number, risk, lane, has_cause: row(number)._replace(
        risk=risk, lane=lane, cause=CAUSE if has_cause else None
    ),
    st.integers(0, 30),
    st.sampled_from([*[Risk.USUAL] * 4, Risk.MINOR, Risk.BROAD, Risk.LOCKOUT]),
    st.sampled_from([Lane.NETWORK, Lane.NETWORK, Lane.APPLICATION, Lane.LATENT]),
    st.integers(0, 5),
)


@given(st.lists(kinds, max_size=90))
def test_every_row_is_in_one_bundle_and_what_is_risky_is_shown(found: list[Row]) -> None:
    assert sorted(map(repr, told(found))) == sorted(map(repr, found))
    for bundle in bundles(tuple(found)):
        assert all(one.risk.value >= Risk.USUAL.value for one in bundle.left_out)
        assert bool(bundle.summary) == bool(bundle.more) == bool(bundle.left_out)
        assert len(bundle.left_out) != 1
        assert not bundle.summary or int(bundle.summary.split()[0]) == len(bundle.rows) + len(bundle.left_out)


def signs(page: str, pattern: str) -> int:
    return len(re.findall(pattern, page, re.MULTILINE))


def counted(page: str) -> int:
    """How many rows the text of a page says that it does not show."""
    return sum(map(int, re.findall(r"(?:and |\*\*|- )(\d+) more rows? (?:like these|not shown)", page)))


@pytest.mark.parametrize("by", Grouping)
@pytest.mark.parametrize("diff", [MANY, samples.FULL])
def test_text_shows_or_counts_every_row(diff: AccessDiff, by: Grouping) -> None:
    style = Style(columns=4000)
    page = text.render([diff], style, by=by)
    assert signs(page, r"^ +[+~-] ") + counted(page) == len(diff.rows)
    assert signs(text.render([diff], style, by=by, expand=True), r"^ +[+~-] ") == len(diff.rows)


@pytest.mark.parametrize("limit", [markdown.LIMIT, 4_000, 6_000, 12_000, 10_000_000])
def test_a_comment_shows_or_counts_every_row(limit: int) -> None:
    page = markdown.render([MANY], limit=limit)
    assert len(page) <= limit
    assert signs(page, r"^ *- `[+~-]` ") + counted(page) == len(MANY.rows)


def test_golden() -> None:
    assert_golden(GOLDEN / "many.txt", text.render([MANY], Style(columns=100)))
    assert_golden(GOLDEN / "many.md", markdown.render([MANY]))


def test_programs_get_every_row() -> None:
    (document,) = json.loads(records.render_json([MANY]))["diffs"]
    assert len(document["rows"]) == len(MANY.rows)
    lines = [json.loads(line) for line in records.render_jsonl([MANY]).splitlines()]
    assert sum(1 for line in lines if line["type"] == "row") == len(MANY.rows)
    assert len(list(csv.reader(io.StringIO(spreadsheet.render([MANY]))))) == len(MANY.rows) + 1


def test_nothing_of_a_policy_takes_effect_in_a_summary() -> None:
    parties = [Party(hostile) for hostile in samples.HOSTILE[:2]]
    many = [one._replace(sources=(who,), destinations=(who,)) for who in parties for one in rows(40)]
    diff = MANY._replace(rows=tuple(many))
    left = outside_of_code(markdown.render([diff]))
    assert not re.search(r"[<`\[\]@|_~\\&]", left)
    shown = text.render([diff], Style(columns=60))
    assert all(character.isprintable() or character == "\n" for character in shown)
