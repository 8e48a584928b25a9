"""Which assertions follow from others, by what they mean: proved for every device, whatever its attributes.

Assertions about one attribute can only tell apart the values that they name, what lies between, below and
beyond these, and an attribute that is not set. So these points are looked at and no others. What is not known
to be true or false at one of them (the order of two texts that are no versions, an IP set, numbers beside
texts) proves nothing: "follows" and "excludes" are never said by guess.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, TypeAlias

from tailcli.policy.posture_attributes import ATTRIBUTES, AttributeType
from tailcli.policy.posture_evaluation import compare_versions
from tailcli.policy.postures import ORDERING, Operator
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.policy.postures import Assertion, Literal

_UNSET, _OTHER = -1, -2
"""Points beside those of the scale: no value at all, and a value that has no place on it."""

_IPSET = "ipset:"
_SET = frozenset({Operator.IS_SET, Operator.NOT_SET})
_AMONG = frozenset({Operator.EQUAL, Operator.IN})
_NOT_AMONG = frozenset({Operator.NOT_EQUAL, Operator.NOT_IN})


class _Scale(NamedTuple):
    """The values of one attribute: the ones named have odd ranks, what lies between them even ones.

    Without ``ranks`` nothing is known of any value but whether it is set.
    """

    ranks: dict[Literal, int]
    points: tuple[int, ...]
    is_ordered: bool


def follows(wanted: Assertion, known: Iterable[Assertion]) -> bool:
    """Tell whether every device that meets all the known assertions surely meets the one wanted."""
    every = list(known)
    same = [one for one in every if one.attribute == wanted.attribute]
    if any(_says_at_least(one, wanted) for one in same):
        return True
    scale = _scale([*same, wanted])
    return all(_truth(wanted, p, scale) or _is_out(same, p, scale) for p in scale.points) or excludes(every)


def excludes(assertions: Iterable[Assertion]) -> bool:
    """Tell whether surely no device meets all of the assertions."""
    by_attribute: dict[str, list[Assertion]] = {}
    for one in assertions:
        by_attribute.setdefault(one.attribute, []).append(one)
    return any(_is_crossed(together) for together in by_attribute.values())


def _is_crossed(together: Sequence[Assertion]) -> bool:
    scale = _scale(together)
    return all(_is_out(together, point, scale) for point in scale.points)


def _is_out(assertions: Iterable[Assertion], point: int, scale: _Scale) -> bool:
    return any(_truth(one, point, scale) is False for one in assertions)


def _says_at_least(strict: Assertion, loose: Assertion) -> bool:
    """Tell it by the texts alone, which holds whatever the values mean."""
    if strict[1:3] == loose[1:3]:
        return True
    if strict.operator in _AMONG and loose.operator in _AMONG:
        return set(map(_typed, strict.values)) <= set(map(_typed, loose.values))
    if strict.operator in _NOT_AMONG and loose.operator in _NOT_AMONG:
        return set(map(_typed, loose.values)) <= set(map(_typed, strict.values))
    return False


def _typed(value: Literal) -> tuple[_Kind, Literal]:
    return _kind(value), value


def _truth(assertion: Assertion, point: int, scale: _Scale) -> bool | None:
    """Return whether an assertion holds at a point; None where that is not known."""
    if point == _UNSET:
        return assertion.operator is Operator.NOT_SET
    if assertion.operator in _SET:
        return assertion.operator is Operator.IS_SET
    if not scale.ranks:
        return None
    if assertion.operator in ORDERING:
        return _in_order(assertion, point, scale)
    among = any(scale.ranks[value] == point for value in assertion.values)
    return among is (assertion.operator in _AMONG)


def _in_order(assertion: Assertion, point: int, scale: _Scale) -> bool | None:
    if not scale.is_ordered:
        return None
    if point == _OTHER:
        return False  # an attribute has one type, and only numbers and versions have an order
    rank = scale.ranks[assertion.values[0]]
    return {
        Operator.LESS: point < rank,
        Operator.LESS_OR_EQUAL: point <= rank,
        Operator.GREATER: point > rank,
        Operator.GREATER_OR_EQUAL: point >= rank,
    }[assertion.operator]


def _scale(assertions: Sequence[Assertion]) -> _Scale:
    """Return the scale on which assertions about one attribute are read."""
    attribute = assertions[0].attribute
    known = ATTRIBUTES.get(attribute)
    type_ = AttributeType.UNKNOWN if known is None else known.type
    values = dict.fromkeys(value for one in assertions for value in one.values)
    kinds = {_kind(value) for one in assertions for value in one.values}
    if len(kinds) != 1 or any(_is_opaque(attribute, value) for value in values):
        return _Scale({}, (_UNSET, _OTHER), is_ordered=False)
    if kinds == {bool}:
        closed = type_ is AttributeType.BOOLEAN
        return _Scale({False: 1, True: 3}, (_UNSET, 1, 3, *(() if closed else (_OTHER,))), is_ordered=False)
    return _ranked(values, type_, is_ordered=kinds != {str} or type_ is AttributeType.VERSION)


def _ranked(values: Iterable[Literal], type_: AttributeType, *, is_ordered: bool) -> _Scale:
    ranks: dict[Literal, int] = {}
    last: Literal | None = None
    rank = -1
    for value in sorted(values, key=_by_order) if is_ordered else values:
        if last is None or not is_ordered or _order(last, value) != 0:
            rank += 2
        ranks[value] = rank
        last = value
    is_closed = type_ in {AttributeType.VERSION, AttributeType.NUMBER}
    points = range(rank + 2) if is_ordered else range(1, rank + 1, 2)
    return _Scale(ranks, (_UNSET, *points, *(() if is_ordered and is_closed else (_OTHER,))), is_ordered)


def _order(left: Literal, right: Literal) -> int:
    if isinstance(left, str) and isinstance(right, str):
        return compare_versions(left, right)
    return 0 if isinstance(left, str) or isinstance(right, str) else (left > right) - (left < right)


_by_order = cmp_to_key(_order)

_Kind: TypeAlias = "type[str | bool | float]"


def _kind(value: Literal) -> _Kind:
    return bool if isinstance(value, bool) else str if isinstance(value, str) else float


def _is_opaque(attribute: str, value: Literal) -> bool:
    """An IP set, and perhaps a network, stands for addresses that the text does not show."""
    return attribute == "ip:publicAddress" or (isinstance(value, str) and value.startswith(_IPSET))


def covers_together(ways: Iterable[Sequence[Assertion]], known: Sequence[Assertion]) -> bool:
    """Tell whether every device that meets all the known assertions surely meets all of one of the ways.

    What takes very many steps to prove is not proved.
    """
    open_ways = [[one for one in way if not follows(one, known)] for way in ways]
    attributes: dict[str, list[Assertion]] = {}
    for one in (*known, *(one for way in open_ways for one in way)):
        attributes.setdefault(one.attribute, []).append(one)
    scales = {attribute: _scale(together) for attribute, together in attributes.items()}
    left = [
        {
            attribute: frozenset(p for p in scale.points if not _is_out(_about(attribute, known), p, scale))
            for attribute, scale in scales.items()
        }
    ]
    for way in open_ways:
        met = {
            attribute: frozenset(
                p for p in scale.points if all(_truth(one, p, scale) for one in _about(attribute, way))
            )
            for attribute, scale in scales.items()
        }
        left = [rest for region in left for rest in _without(region, met)]
        if len(left) > _MOST_REGIONS:
            return False
    return not left


_MOST_REGIONS = 500
_Region: TypeAlias = "dict[str, frozenset[int]]"


def _about(attribute: str, assertions: Iterable[Assertion]) -> list[Assertion]:
    return [one for one in assertions if one.attribute == attribute]


def _without(region: _Region, other: _Region) -> Iterator[_Region]:
    """Yield what is left of a region, in parts that do not overlap: the points that differ by attribute."""
    inside = dict(region)
    for attribute, points in other.items():
        outside = inside[attribute] - points
        if outside:
            yield {**inside, attribute: outside}
        inside[attribute] &= points
        if not inside[attribute]:
            return
