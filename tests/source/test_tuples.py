"""The named tuple of the program behaves like ``typing.NamedTuple``."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from tailcli.source import tuples


class Own(tuples.NamedTuple):
    """A value."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Twice the first."""
        return self.first * 2

    def __or__(self, other: object) -> Own:
        return self._replace(second=f"{self.second}|{other}")


class Theirs(typing.NamedTuple):
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


class Empty(tuples.NamedTuple):
    """No field at all."""


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, "x"), {}),
    ((1,), {"third": (2,)}),
    ((), {"first": 5, "second": "y"}),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_it_is_made_like_theirs(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    own, theirs = Own(*values, **named), Theirs(*values, **named)
    assert tuple(own) == tuple(theirs)
    assert hash(own) == hash(theirs)
    assert repr(own) == repr(theirs).replace("Theirs", "Own")
    assert own._asdict() == theirs._asdict()
    assert tuple(own._replace(second="z")) == tuple(theirs._replace(second="z"))
    assert Own._make(own) == own


@pytest.mark.parametrize("wrong", [((), {}), ((1, 2, 3, 4), {}), ((1,), {"fourth": 1}), ((1,), {"first": 2})])
def test_it_refuses_what_theirs_refuses(wrong: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    values, named = wrong
    for made in (Own, Theirs):
        with pytest.raises(TypeError):
            made(*values, **named)
    with pytest.raises((TypeError, ValueError)):
        Own(1)._replace(fourth=1)  # type: ignore[call-arg]  # that is the point


def test_it_has_what_the_body_gives_it() -> None:
    own = Own(3)
    assert own.double == 6
    assert own | "c" == (3, "b|c", ())
    assert Own.__doc__ == "A value."
    assert Own.__match_args__ == Own._fields == Theirs._fields
    assert Own._field_defaults == Theirs._field_defaults
    match own:
        case Own(first, second):
            assert (first, second) == (3, "b")


def test_it_is_frozen_and_has_no_other_attributes() -> None:
    own = Own(3)
    with pytest.raises(AttributeError):
        own.first = 4  # type: ignore[misc]  # that is the point
    with pytest.raises(AttributeError):
        own.other = 4  # type: ignore[attr-defined]  # that is the point


def test_it_can_be_copied_and_stored() -> None:
    own = Own(3, "x", (1,))
    assert copy.deepcopy(own) == own
    assert pickle.loads(pickle.dumps(own)) == own
    assert type(pickle.loads(pickle.dumps(own))) is Own


def test_a_value_without_fields() -> None:
    assert Empty() == ()
    assert repr(Empty()) == "Empty()"
