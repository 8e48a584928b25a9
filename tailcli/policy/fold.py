"""The policy as plain data with canonical keys, and the way back from a path in it to the file.

This is what a schema validator gets to see: keys in the tables' spelling, one member of each name (the last),
no nulls that stand for absence. A path of keys and indexes then leads back to the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.hujson.nodes import Array, Boolean, Invalid, Null, Number, Object, String
from tailcli.policy.decode_messages import entry_of, field_of
from tailcli.policy.fields import POLICY, Either, ListOf, MapOf, Record, Scalar
from tailcli.policy.members import field_members, map_members
from tailcli.policy.scalars import number_of
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import Member, Value
    from tailcli.policy.decode_messages import Path
    from tailcli.policy.fields import Field, Shape

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


class Located(NamedTuple):
    """What a path in the plain data stands for in the file.

    Attributes:
        path: the place, for messages.
        key: the member's name as written, where the value is a member.
        value: the value as written.
        shape: what the tables want here; ANYTHING below an unknown field.
        field: the field whose value this is, or in whose list or map it is; None for the whole file.
    """

    path: Path
    key: String | None
    value: Value
    shape: Shape
    field: Field | None


def fold(root: Value) -> Plain:
    """Return a policy's tree as plain data; the tree must not be deeper than a decoded policy's."""
    return _plain(root, POLICY)


class Places:
    """The way back from the paths of ``fold(root)`` to the file; a lookup reads each object once at most."""

    def __init__(self, root: Value) -> None:
        self._root = Located(None, None, root, POLICY, None)
        self._below: dict[tuple[str | int, ...], dict[str | int, Located]] = {}

    def locate(self, path: Iterable[str | int]) -> Located:
        """Return what a path stands for; KeyError where the plain data has no such path."""
        here, steps = self._root, tuple(path)
        for depth, step in enumerate(steps):
            children = self._below.get(steps[:depth])
            if children is None:
                children = self._below[steps[:depth]] = _children(here)
            here = children[step]
        return here


def _plain(value: Value, shape: Shape) -> Plain:
    if isinstance(value, Object):
        return {name: _plain(inner, below) for name, inner, below in _members(value, shape)}
    if isinstance(value, Array):
        item = _item(shape)
        return [_plain(element, item) for element in _elements(value)]
    return _scalar(value)


def _scalar(value: String | Number | Boolean | Null | Invalid) -> Plain:
    if isinstance(value, Number):
        return number_of(value)
    return value.value if isinstance(value, String | Boolean) else None


def _elements(node: Array) -> tuple[Value, ...]:
    return tuple(element for element in node.elements if type(element) is not Invalid)


def _item(shape: Shape) -> Shape:
    if isinstance(shape, Either):
        shape = shape.array
    return shape.item if isinstance(shape, ListOf) else Scalar.ANYTHING


def _members(node: Object, shape: Shape) -> list[tuple[str, Value, Shape]]:
    """Return name, value and shape of every member that is there in the plain data."""
    if isinstance(shape, Either):
        shape = shape.record
    if isinstance(shape, Record):
        known = field_members(node, shape).items()
        return [
            *(
                (name, inner, shape.named(name).shape)
                for name, (_, inner) in known
                if type(inner) is not Invalid
            ),
            *((key.value, inner, Scalar.ANYTHING) for key, inner in _unknown(node, shape)),
        ]
    item = shape.item if isinstance(shape, MapOf) else Scalar.ANYTHING
    return [
        (key.value, inner, item)
        for key, inner in map_members(node)
        if type(inner) is not Null or isinstance(item, Scalar | Record)
    ]


def _unknown(node: Object, record: Record) -> list[Member]:
    return [member for member in node.members if record.field(member.key.value) is None]


def _children(here: Located) -> dict[str | int, Located]:
    """Return what is one step below a place, by that step."""
    node, shape = here.value, here.shape
    if isinstance(node, Array):
        item = _item(shape)
        return {
            index: Located(entry_of(here.path, index), None, element, item, here.field)
            for index, element in enumerate(_elements(node))
        }
    if not isinstance(node, Object):
        return {}
    if isinstance(shape, Either):
        shape = shape.record
    if isinstance(shape, Record):
        return _fields(here.path, node, shape)
    item = shape.item if isinstance(shape, MapOf) else Scalar.ANYTHING
    return {
        key.value: Located(entry_of(here.path, key.value), key, value, item, here.field)
        for key, value in map_members(node)
    }


def _fields(path: Path, node: Object, record: Record) -> dict[str | int, Located]:
    found: dict[str | int, Located] = {
        key.value: Located(field_of(path, key.value), key, value, Scalar.ANYTHING, None)
        for key, value in _unknown(node, record)
    }
    for name, (key, value) in field_members(node, record).items():
        field = record.named(name)
        found[name] = Located(field_of(path, name), key, value, field.shape, field)
    return found
