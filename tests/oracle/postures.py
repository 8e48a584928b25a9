"""What posture assertions ask for, found by trying values: whoever meets these, do they meet those?

Each attribute is tried with every value that an assertion names, with values just beside those, with others,
and with none at all. That is enough for the operators there are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

ASSERTION = re.compile(r"(\S+)\s*(==|!=|<=|>=|<|>|not\s+in\b|in\b|is\s+set|not\s+set)?\s*(.*)", re.IGNORECASE)
LITERAL = re.compile(r"'([^']*)'|(true|false)|(-?\d+(?:\.\d+)?)")
VERSIONS = ("node:osVersion", "node:tsVersion")
ORDER = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}

Value = str | float | bool | None
"""A value of an attribute; None: the device lacks it."""
Alternative = frozenset[str]


class Asked(NamedTuple):
    """One assertion: an attribute, a word between, and literals."""

    attribute: str
    operator: str
    values: tuple[Value, ...]


@lru_cache(maxsize=4096)
def ensures(strict: Alternative, loose: Alternative) -> bool:
    """Whether every device that meets the one alternative meets the other, as far as trying values tells."""
    if loose <= strict:
        return True
    known = [one for text in strict if (one := read(text)) is not None]
    wanted = [(text, read(text)) for text in loose - strict]
    return all(one is not None and follows(one, known) for _, one in wanted)


@lru_cache(maxsize=4096)
def read(text: str) -> Asked | None:
    """An assertion; None for what is none, as the router of a ``via``. An attribute alone has to be true."""
    found = ASSERTION.fullmatch(text.strip())
    if found is None or text.startswith("via:"):
        return None
    values = [_value(*each) for each in LITERAL.findall(found[3])]
    operator = " ".join((found[2] or "").upper().split())
    return Asked(found[1], operator or "==", tuple(values if operator else [True]))


def spelled(text: str) -> str:
    """An assertion in one spelling of its words and in one order of its values, to be read again."""
    one = read(text)
    if one is None:
        return text
    return f"{one.attribute} {one.operator} {', '.join(sorted(map(_literal, one.values)))}".strip()


def _literal(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _value(text: str, truth: str, number: str) -> Value:
    if truth:
        return truth == "true"
    return float(number) if number else text


def follows(wanted: Asked, known: list[Asked]) -> bool:
    """Whether no value of the attribute meets all that is known and fails what is wanted."""
    about = [one for one in known if one.attribute == wanted.attribute]
    named = [value for one in (*about, wanted) for value in one.values]
    tried = {(type(near), near) for value in named for near in _near(value)}
    tried |= {(type(other), other) for other in (None, True, False, "another", "0", 0.5)}
    return all(meets(wanted, v) for _, v in tried if all(meets(one, v) for one in about))


def _near(value: Value) -> list[Value]:
    if isinstance(value, bool) or value is None:
        return [value]
    if isinstance(value, float):
        return [value - 0.5, value, value + 0.5]
    number = re.search(r"\d+$", value)
    beside = [str(int(number[0]) + step) for step in (-1, 1)] if number and int(number[0]) else []
    return [value, value + ".0", *(value[: -len(number[0])] + one for one in beside if number)]


def meets(asked: Asked, value: Value) -> bool:
    """Whether a value meets an assertion; an attribute that is lacking meets NOT SET alone."""
    if value is None or asked.operator in ("IS SET", "NOT SET"):
        return (asked.operator == "NOT SET") == (value is None)
    if asked.operator in ORDER:
        return compared(asked.attribute, value, asked.values[0]) in ORDER[asked.operator]
    among = any(
        type(one) is type(value) and compared(asked.attribute, value, one) == 0 for one in asked.values
    )
    return among == (asked.operator in ("==", "IN"))


def compared(attribute: str, left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as the one is before, equal to or after the other; None where there is no order."""
    if attribute in VERSIONS and isinstance(left, str) and isinstance(right, str):
        pairs = zip_longest(_runs(left), _runs(right), fillvalue=("", 0))
        return next(((one > other) - (one < other) for one, other in pairs if one != other), 0)
    if type(left) is float and type(right) is float:
        return (left > right) - (left < right)
    return 0 if left == right else None


def _runs(version: str) -> list[tuple[str, int]]:
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", version) if text or number]
