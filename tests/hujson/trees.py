"""Strategies: texts of HuJSON, arbitrary text, and valid text with something broken."""

from __future__ import annotations

import json

from hypothesis import strategies as st

EXTRAS = [
    "",
    "",
    "",
    " ",
    "\n",
    "\n\t",
    "\r\n",
    "// c\n",
    " /* c */ ",
    "/**/",
    "\n  // one\n  // two\n",
    "/*\n * x\n */",
]
extra = st.sampled_from(EXTRAS)
strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def dressed(draw: st.DrawFn, value: object) -> str:
    """The text of a plain value, with comments, white space and trailing commas strewn in."""
    if isinstance(value, dict):
        items = [
            f"{draw(extra)}{json.dumps(k)}{draw(extra)}:{draw(extra)}{draw(dressed(v))}{draw(extra)}"
            for k, v in value.items()
        ]
        opener, closer = "{", "}"
    elif isinstance(value, list):
        items = [f"{draw(extra)}{draw(dressed(v))}{draw(extra)}" for v in value]
        opener, closer = "[", "]"
    else:
        return json.dumps(value, ensure_ascii=draw(st.booleans()))
    comma = "," if items and draw(st.booleans()) else ""
    return opener + ",".join(items) + comma + draw(extra) + closer


@st.composite
def documents(draw: st.DrawFn) -> tuple[object, str]:
    """A plain value and a text of it."""
    value = draw(plain)
    return value, draw(extra) + draw(dressed(value)) + draw(extra)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A valid text with a few characters taken out or put in."""
    _, text = draw(documents())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        if draw(st.booleans()):
            text = text[:at] + text[at + draw(st.integers(1, 3)) :]
        else:
            text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
    return text


PIECES = [
    *"{}[],:\"'\\/#*=;`@a0-+.\n\r\t \0",
    "//",
    "/*",
    "*/",
    "\ufeff",
    "\u00a0",
    "\u2028",
    "\u201c",
    "\ud800",
    '"a"',
    "True",
    "01",
]
