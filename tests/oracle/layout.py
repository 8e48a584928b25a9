"""A policy as text in any layout: key order, white space, comments, trailing commas, escapes."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import strategies as st

REMARKS = ('// a remark, with { [ " in it\n', "/* one\n   more */", "// tag:db\n", "/**/")
GAPS = ("", "", " ", "\n", "\t", "\r\n", *REMARKS)


def render(policy: dict[str, Any], chance: Random) -> str:
    """The same policy as any of its HuJSON texts; object members come in any order, lists keep theirs."""
    return _gap(chance) + _value(policy, chance) + _gap(chance)


def layouts(policy: dict[str, Any]) -> st.SearchStrategy[str]:
    """Texts of one policy."""
    return st.integers(0, 2**32).map(lambda seed: render(policy, Random(seed)))


def _gap(chance: Random) -> str:
    return chance.choice(GAPS)


def _value(value: object, chance: Random) -> str:
    if isinstance(value, dict):
        members = list(value.items())
        chance.shuffle(members)
        pieces = [f"{_string(k, chance)}{_gap(chance)}:{_gap(chance)}{_value(v, chance)}" for k, v in members]
        return _enclosed("{", pieces, "}", chance)
    if isinstance(value, list):
        return _enclosed("[", [_value(item, chance) for item in value], "]", chance)
    return _string(value, chance) if isinstance(value, str) else json.dumps(value)


def _enclosed(opening: str, pieces: list[str], closing: str, chance: Random) -> str:
    body = ",".join(_gap(chance) + piece + _gap(chance) for piece in pieces)
    comma = "," if pieces and chance.random() < 0.5 else ""
    return f"{opening}{body}{comma}{_gap(chance)}{closing}"


def _string(text: str, chance: Random) -> str:
    if chance.random() > 0.1:
        return json.dumps(text)
    escaped = [f"\\u{ord(one):04x}" if chance.random() < 0.3 else json.dumps(one)[1:-1] for one in text]
    return '"' + "".join(escaped) + '"'
