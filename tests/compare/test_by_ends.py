"""What meets two ends: the same, asked for seldom or often, among few classes or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailcli.compare import by_ends
from tailcli.compare.by_ends import ByEnds

if TYPE_CHECKING:
    from collections.abc import Iterable

ends = st.tuples(st.integers(0, 2**7 - 1), st.integers(0, 2**7 - 1))


class Thing(NamedTuple):
    """Something with two ends and a name."""

    sources: int
    destinations: int
    name: int


def things(found: Iterable[tuple[int, int]]) -> list[Thing]:
    return [Thing(*pair, name) for name, pair in enumerate(found)]


@pytest.mark.parametrize(("questions", "narrow"), [(4, 64), (0, 64), (0, 2), (0, 0), (2, 3)])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ends, max_size=12), st.lists(ends, max_size=4), st.lists(ends, max_size=6))
def test_what_meets_is_what_meets_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
    questions: int,
    narrow: int,
    pairs: list[tuple[int, int]],
    later: list[tuple[int, int]],
    asked: list[tuple[int, int]],
) -> None:
    monkeypatch.setattr(by_ends, "_FEW_QUESTIONS", questions)
    monkeypatch.setattr(by_ends, "_NARROW", narrow)
    every = things([*pairs, *later])
    found = ByEnds(every[: len(pairs)])
    known = every[: len(pairs)]
    for question in asked:
        assert found.meeting(*question) == one_by_one(known, *question)
    for thing in every[len(pairs) :]:
        found.append(thing)
        known.append(thing)
        for question in asked:
            assert found.meeting(*question) == one_by_one(known, *question)
    assert (list(found), len(found)) == (every, len(every))


def one_by_one(every: Iterable[Thing], sources: int, destinations: int) -> list[Thing]:
    return [one for one in every if one.sources & sources and one.destinations & destinations]


def test_many_questions_do_not_look_at_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_ends, "_FEW_QUESTIONS", 0)
    found = ByEnds(things((1 << n, 1 << n % 3) for n in range(50)))
    asked = found._near(1 << 7, 0b111)
    assert [thing.name for thing in asked] == [7]
