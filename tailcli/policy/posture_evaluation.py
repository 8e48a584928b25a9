"""Whether a device with certain attributes meets an assertion: yes, no, or not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.policy.posture_attributes import ATTRIBUTES, AttributeType
from tailcli.policy.postures import ORDERING, Assertion, Literal, Operator

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUNS = re.compile(r"([^0-9]*)([0-9]*)", re.ASCII)


def holds(assertion: Assertion, attributes: Mapping[str, Literal | None] | None) -> bool | None:
    """Say whether the assertion holds; None where that is not known.

    An attribute that the mapping lacks is one that the device does not have: every operator but NOT SET is
    then false, ``!=`` and NOT IN too. A value of None is an attribute of which nothing is known, and
    ``attributes=None`` a device of which nothing is known.
    """
    if attributes is None:
        return None
    if assertion.attribute not in attributes:
        return assertion.operator is Operator.NOT_SET
    value = attributes[assertion.attribute]
    if value is None:
        return None
    if assertion.operator in {Operator.IS_SET, Operator.NOT_SET}:
        return assertion.operator is Operator.IS_SET
    if assertion.operator in ORDERING:
        return _in_order(assertion, value)
    among = any(_equal(assertion.attribute, value, wanted) for wanted in assertion.values)
    return among is (assertion.operator in {Operator.EQUAL, Operator.IN})


def _equal(attribute: str, value: Literal, wanted: Literal) -> bool:
    if _is_version(attribute) and isinstance(value, str) and isinstance(wanted, str):
        return compare_versions(value, wanted) == 0
    if isinstance(value, bool) is not isinstance(wanted, bool):
        return False
    return value == wanted


def _is_version(attribute: str) -> bool:
    known = ATTRIBUTES.get(attribute)
    return known is not None and known.type is AttributeType.VERSION


def _in_order(assertion: Assertion, value: Literal) -> bool | None:
    order = _order(assertion, value)
    if order is None:
        return None
    return {
        Operator.LESS: order < 0,
        Operator.LESS_OR_EQUAL: order <= 0,
        Operator.GREATER: order > 0,
        Operator.GREATER_OR_EQUAL: order >= 0,
    }[assertion.operator]


def _order(assertion: Assertion, value: Literal) -> int | None:
    wanted = assertion.values[0]
    if _is_version(assertion.attribute):
        if isinstance(value, str) and isinstance(wanted, str):
            return compare_versions(value, wanted)
        return None
    if isinstance(value, str | bool) or isinstance(wanted, str | bool):
        return None
    return (value > wanted) - (value < wanted)


def compare_versions(left: str, right: str) -> int:
    """Compare two versions: negative, zero or positive as ``left`` is older, equal or newer.

    Both are read as alternating runs of other characters (compared as bytes) and digits (compared as
    numbers, a missing one as 0), so ``1.9`` is older than ``1.10`` and ``12`` older than ``12.0``.
    """
    while left or right:
        (left_text, left_number, left), (right_text, right_number, right) = _run(left), _run(right)
        if left_text != right_text:
            return -1 if left_text < right_text else 1
        if left_number != right_number:
            return -1 if left_number < right_number else 1
    return 0


def _run(version: str) -> tuple[str, tuple[int, str], str]:
    match = _RUNS.match(version)
    if match is None:
        return version, (0, ""), ""
    digits = match[2].lstrip("0")
    return match[1], (len(digits), digits), version[match.end() :]
