"""Values nested deeper than a policy ever needs: found without recursion, and cut off.

Behind this cut every function may recurse over a policy's values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Invalid, Member, Object
from tailcli.policy.problems import Kind, Problem
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value

MAX_DEPTH = 100
"""How many objects and lists may be around a value."""


class Pruned(NamedTuple):
    """A tree without the values that are too deep, and a problem for each of them."""

    root: Value
    problems: tuple[Problem, ...]


def deeper_than(value: Value, levels: int) -> bool:
    """Whether something inside ``value`` has more than ``levels`` of its objects and lists around it."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [inner for outer in layer for inner in _parts(outer)]
        if not layer:
            return False
    return True


def prune(root: Value) -> Pruned:
    """Put an ``Invalid`` node in the place of every value that is too deep."""
    problems: list[Problem] = []
    return Pruned(_prune(root, 0, problems), tuple(problems))


def _parts(value: Value) -> tuple[Value, ...]:
    if type(value) is Array:
        return value.elements
    if type(value) is Object:
        return tuple(member.value for member in value.members)
    return ()


def _prune(value: Value, depth: int, problems: list[Problem]) -> Value:
    if depth > MAX_DEPTH:
        problems.append(_problem(value))
        return Invalid(value.start, value.end)
    if type(value) is Array:
        return value._replace(elements=tuple(_prune(part, depth + 1, problems) for part in value.elements))
    if type(value) is Object:
        members = (Member(key, _prune(inner, depth + 1, problems)) for key, inner in value.members)
        return value._replace(members=tuple(members))
    return value


def _problem(value: Value) -> Problem:
    return Problem(
        Kind.TOO_DEEP,
        Span(value.start, value.end),
        f"This value is nested more than {MAX_DEPTH} levels deep; what is in it is not read.",
    )
