"""Devices with every value of an attribute that matters, and random assertions about them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tailcli.policy.posture_evaluation import holds
from tailcli.policy.postures import Assertion, parse_assertion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.postures import Literal

VERSIONS = (
    "",
    "1",
    "1.39.9",
    "1.39.10",
    "1.40",
    "1.040",
    "1.40-x",
    "1.40.0",
    "1.41",
    "1.9",
    "1.50",
    "1.51",
    "2",
    "x",
    "9z",
)
NUMBERS = (-(10**9), -1, 0, 0.5, 1, 1.5, 2, 3, 2.5, 10**9, "1", True)
WORDS = ("", "macos", "linux", "windows", "else", "plan9")
FLAGS = (True, False)
VALUES: dict[str, tuple[Literal, ...]] = {
    "node:tsVersion": VERSIONS,
    "custom:score": NUMBERS,
    "node:os": WORDS,
    "node:tsAutoUpdate": FLAGS,
    "custom:flag": (True, False, "true", 1, "else"),
}
WRITTEN = {
    "node:tsVersion": ("'1.39.9'", "'1.40'", "'1.040'", "'1.40.0'", "'1.50'"),
    "custom:score": ("0", "1", "1.0", "1.5", "2"),
    "node:os": ("'macos'", "'linux'", "'windows'"),
    "node:tsAutoUpdate": ("true", "false"),
    "custom:flag": ("true", "false"),
}
EQUALITY, ORDER = ("==", "!="), ("<", "<=", ">", ">=")


def read(text: str) -> Assertion:
    found = parse_assertion(text)
    assert isinstance(found, Assertion)
    return found


@st.composite
def texts(draw: st.DrawFn, attribute: str) -> str:
    value = st.sampled_from(WRITTEN[attribute])
    kinds = ["compared", "listed", "set"]
    match draw(st.sampled_from(kinds)):
        case "compared":
            is_ordered = attribute in {"node:tsVersion", "custom:score"}
            operator = draw(st.sampled_from((*EQUALITY, *ORDER) if is_ordered else EQUALITY))
            return f"{attribute} {operator} {draw(value)}"
        case "listed":
            values = draw(st.lists(value, min_size=1, max_size=3))
            return f"{attribute} {draw(st.sampled_from(['IN', 'NOT IN']))} [{', '.join(values)}]"
        case _:
            return f"{attribute} {draw(st.sampled_from(['IS SET', 'NOT SET']))}"


def assertions(attribute: str) -> st.SearchStrategy[Assertion]:
    return texts(attribute).map(read)


def conjunctions(attribute: str, *, most: int = 3) -> st.SearchStrategy[list[Assertion]]:
    return st.lists(assertions(attribute), min_size=1, max_size=most)


def devices(*attributes: str) -> Iterator[dict[str, Literal | None]]:
    for values in product(*((..., *VALUES[attribute]) for attribute in attributes)):
        yield {a: v for a, v in zip(attributes, values, strict=True) if not isinstance(v, type(...))}


def meets(device: dict[str, Literal | None], together: list[Assertion]) -> bool:
    return all(holds(one, device) is True for one in together)
