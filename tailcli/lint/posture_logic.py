"""What a posture amounts to: whether some device can meet it, and whether some device can fail it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tailcli.policy.posture_attributes import ATTRIBUTES, AttributeType
from tailcli.policy.posture_evaluation import compare_versions, holds
from tailcli.policy.postures import ORDERING, Assertion, Operator, parse_assertion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import Posture
    from tailcli.policy.postures import Literal
    from tailcli.policy.problems import Problem
    from tailcli.source.text import Span

    Located = tuple[String, Assertion]

ALWAYS_SET = frozenset({"node:os", "node:tsVersion"})
"""Attributes that every device has."""

_LOWER = {Operator.GREATER: True, Operator.GREATER_OR_EQUAL: False}
_UPPER = {Operator.LESS: True, Operator.LESS_OR_EQUAL: False}


def assertions(posture: Posture) -> list[Located] | None:
    """Return the assertions of a posture with their strings; None if one of them cannot be read."""
    found = [(node, parse_assertion(node.value)) for node in posture.assertions]
    read = [(node, parsed) for node, parsed in found if isinstance(parsed, Assertion)]
    return read if len(read) == len(found) else None


def contradiction(located: list[Located]) -> list[Located]:
    """Return assertions about one attribute that no device can meet together; empty if there are none."""
    for attribute in dict.fromkeys(assertion.attribute for _, assertion in located):
        same = [pair for pair in located if pair[1].attribute == attribute]
        if _is_impossible(attribute, [assertion for _, assertion in same]):
            return same
    return []


def _is_impossible(attribute: str, together: list[Assertion]) -> bool:
    operators = {assertion.operator for assertion in together}
    if Operator.NOT_SET in operators:
        return attribute in ALWAYS_SET or len(operators) > 1
    values = _possible(attribute, together)
    if values is not None:
        return all(any(holds(one, {attribute: value}) is False for one in together) for value in values)
    return any(_is_crossed(low, high, attribute) for low in together for high in together)


def _possible(attribute: str, together: list[Assertion]) -> tuple[Literal, ...] | None:
    """Return every value that the attribute can have if the assertions hold; None for too many to list."""
    for assertion in together:
        if assertion.operator in {Operator.EQUAL, Operator.IN}:
            return assertion.values
    known = ATTRIBUTES.get(attribute)
    if known is None:
        return None
    if known.type is AttributeType.BOOLEAN:
        return (True, False)
    return known.values or None


def _is_crossed(low: Assertion, high: Assertion, attribute: str) -> bool:
    """Tell whether a lower bound lies above an upper one."""
    if low.operator not in _LOWER or high.operator not in _UPPER:
        return False
    bottom, top = low.values[0], high.values[0]
    is_strict = _LOWER[low.operator] or _UPPER[high.operator]
    if isinstance(bottom, str) and isinstance(top, str):
        known = ATTRIBUTES.get(attribute)
        is_version = known is not None and known.type is AttributeType.VERSION
        order = compare_versions(bottom, top) if is_version else 0
        return order > 0 or (is_version and order == 0 and is_strict)
    if isinstance(bottom, str | bool) or isinstance(top, str | bool):
        return False
    return bottom > top or (bottom == top and is_strict)


def vacuous(located: list[Located]) -> Iterator[Located]:
    """Yield the assertions that every device meets."""
    for node, assertion in located:
        if assertion.attribute in ALWAYS_SET and _always_holds(assertion):
            yield node, assertion


def _always_holds(assertion: Assertion) -> bool:
    if assertion.operator is Operator.IS_SET:
        return True
    known = ATTRIBUTES[assertion.attribute].values
    if assertion.operator in ORDERING or not known:
        return False
    return all(holds(assertion, {assertion.attribute: value}) for value in known)


def is_unreadable(context: Context, problem: Problem) -> bool:
    """Tell whether a problem lies in an assertion that cannot be read."""
    spans = context.once(_unreadable)
    at = bisect_right(spans, problem.span.start, key=lambda span: span.start) - 1
    return at >= 0 and problem.span.start <= spans[at].end


def _unreadable(context: Context) -> list[Span]:
    nodes = (node for posture in context.policy.postures for node in posture.assertions)
    return sorted(node.span for node in nodes if not isinstance(parse_assertion(node.value), Assertion))
