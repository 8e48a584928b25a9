"""Rows of a rule that is taken in outline say what they say of the rule in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tailcli.compare import outline
from tailcli.diff import access_rows, drafts
from tailcli.diff.model import Change
from tests.compare.stand_ins import read

from .broad_rules import broadened
from .corpus_laws import case
from .test_laws import diff, some
from .test_told_rows import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import Row

Json = dict[str, Any]


@pytest.fixture
def _told_as_rules() -> Iterator[None]:
    """Tell every rule as a rule, whatever is left of it, and ask as a whole what that depends on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "MOST_NAMED", 0)
        patch.setattr(access_rows, "MOST_ASKED", -1)
        yield


@pytest.fixture
def _taken_in_outline(_told_as_rules: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _take_all(patch)
        yield


def _take_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outline, "LEAST_GIVING", 0)
    patch.setattr(outline, "_is_scattered", lambda *_: True)


def rows(old: Json, new: Json) -> list[Row]:
    """All rows but for the instance, which there is a choice of."""
    return [row._replace(witness=None) for row in diff(old, new).rows]


@pytest.mark.usefixtures("_told_as_rules")
@some
@given(broadened())
def test_in_outline_and_in_full_the_rows_are_the_same(pair: tuple[Json, Json]) -> None:
    in_full = rows(*pair)
    with pytest.MonkeyPatch.context() as patch:
        _take_all(patch)
        assert rows(*pair) == in_full


@some
@given(broadened())
def test_of_few_others_a_row_in_outline_is_asked_part_by_part_what_it_depends_on(
    pair: tuple[Json, Json],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "MOST_NAMED", 0)
        in_full = rows(*pair)
        _take_all(patch)
        assert rows(*pair) == in_full


@pytest.mark.usefixtures("_taken_in_outline")
@pytest.mark.parametrize("change", [Change.GAINED, Change.LOST])
@some
@given(pair=broadened())
def test_the_words_for_rules_in_outline(change: Change, pair: tuple[Json, Json]) -> None:
    old, new = map(read, pair)
    assert differences(case(old, new), change) == ({}, {})
