from __future__ import annotations

import pytest

from tailcli.access.match_truth import Truth, agreed, all_of, any_of, truth_of

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (Y, Y, Y, Y),
        (Y, N, N, Y),
        (Y, U, U, Y),
        (N, N, N, N),
        (N, U, N, U),
        (U, U, U, U),
    ],
)
def test_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert all_of((left, right)) is both
    assert all_of((right, left)) is both
    assert any_of((left, right)) is either
    assert any_of((right, left)) is either


def test_of_nothing() -> None:
    assert all_of(()) is Y
    assert any_of(()) is N
    assert agreed(()) is U


def test_agreement() -> None:
    assert agreed((N, N)) is N
    assert agreed((Y, N)) is U
    assert agreed((Y, U)) is U


def test_booleans() -> None:
    assert [truth_of(answer) for answer in (True, False, None)] == [Y, N, U]
