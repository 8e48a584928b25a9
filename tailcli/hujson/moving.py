"""The same nodes at another place of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tailcli.hujson.nodes import Array, Comment, Member, Object, String

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value

DEEPEST = 100
"""What is nested deeper is not moved, so that nesting costs no stack."""

_new = tuple.__new__
_ONLY_STRINGS = frozenset({String})


class TooDeepError(Exception):
    """What should be moved is nested too deep."""


def moved(value: Value, by: int, room: int = DEEPEST) -> Value:
    """Return a value so many characters farther on.

    Raises:
        TooDeepError: if it is nested deeper than ``room``.
    """
    if not room:
        raise TooDeepError
    if isinstance(value, String):
        return String(value.start + by, value.end + by, value.value)
    if isinstance(value, Array):
        return _new(Array, (value.start + by, value.end + by, _elements(value, by, room - 1)))
    if isinstance(value, Object):
        members = tuple([moved_member(member, by, room - 1) for member in value.members])
        return _new(Object, (value.start + by, value.end + by, members))
    return value._replace(start=value.start + by, end=value.end + by)


def moved_member(member: Member, by: int, room: int = DEEPEST) -> Member:
    """Return a member of an object so many characters farther on.

    Raises:
        TooDeepError: if its value is nested deeper than ``room``.
    """
    start, end, name = member.key
    return _new(Member, (_new(String, (start + by, end + by, name)), moved(member.value, by, room)))


def moved_comment(comment: Comment, by: int) -> Comment:
    """Return a comment so many characters farther on."""
    return Comment(comment.start + by, comment.end + by, comment.text)


def _elements(array: Array, by: int, room: int) -> tuple[Value, ...]:
    elements = array.elements
    if _ONLY_STRINGS.issuperset(map(type, elements)):  # by far the most
        strings = cast("tuple[String, ...]", elements)
        return tuple([_new(String, (start + by, end + by, text)) for start, end, text in strings])
    return tuple([moved(element, by, room) for element in elements])
