"""Our named tuples are those of ``typing``, made for less."""

from __future__ import annotations

import pickle
import typing

import pytest

from tailcli.source.tuples import NamedTuple


class Ours(NamedTuple):
    """What it is."""

    name: str
    span: tuple[int, int] = (0, 0)

    @property
    def start(self) -> int:
        """The first offset."""
        return self.span[0]

    def moved(self, by: int) -> Ours:
        """Return the same, further on."""
        return self._replace(span=(self.span[0] + by, self.span[1] + by))


class Theirs(typing.NamedTuple):
    """What it is."""

    name: str
    span: tuple[int, int] = (0, 0)


def test_it_is_a_tuple_with_names_and_defaults() -> None:
    made = Ours("a")
    assert made == ("a", (0, 0)) == Theirs("a")
    assert repr(made) == "Ours(name='a', span=(0, 0))"
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert (Ours.__doc__, Ours.__module__, Ours.__qualname__) == ("What it is.", __name__, "Ours")
    assert Ours.__bases__ == (tuple,) == Theirs.__bases__


def test_methods_and_properties_come_along() -> None:
    assert Ours("a", (1, 2)).moved(3).start == 4


def test_it_is_frozen_and_has_no_room_for_more() -> None:
    with pytest.raises(AttributeError):
        Ours("a").name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Ours("a").other = "b"  # type: ignore[attr-defined]


def test_its_annotations_can_be_resolved() -> None:
    assert typing.get_type_hints(Ours) == {"name": str, "span": tuple[int, int]}


def test_it_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Ours("a"))) == Ours("a")


def test_a_required_field_is_required() -> None:
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
