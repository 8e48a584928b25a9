"""Single values: whether they have the shape that a field wants, and what number a number is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Boolean, Number, String
from tailcli.policy.fields import Scalar

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value
    from tailcli.policy.fields import Shape

_LONGEST = 300


def fits(value: Value, shape: Scalar) -> bool:
    """Whether a value has a scalar shape."""
    match shape:
        case Scalar.STRING:
            return type(value) is String
        case Scalar.BOOLEAN:
            return type(value) is Boolean
        case Scalar.NUMBER:
            return type(value) is Number
        case Scalar.INTEGER:
            return isinstance(value, Number) and is_whole(value)
        case Scalar.ANYTHING:
            return True


def number_of(node: Number) -> int | float:
    """Return the value of a number; an integer only where it is written as one of a sane length."""
    raw = node.raw
    is_integer = len(raw) < _LONGEST and raw.removeprefix("-").isdigit()
    return int(raw) if is_integer else float(raw)


def is_whole(node: Number) -> bool:
    """Whether a number is mathematically an integer, however it is written."""
    value = number_of(node)
    return isinstance(value, int) or value.is_integer()


def is_misread(value: Value, shape: Shape, faults: frozenset[int]) -> bool:
    """Whether a bare word stands where a single value should: ``True``, say, which the parser reads as text.

    ``faults`` are the places of the parser's own problems: one of them says all there is to say.
    """
    return type(value) is String and isinstance(shape, Scalar) and value.start in faults
