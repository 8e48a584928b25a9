"""Postures: the assertions about a source device, read, compared and evaluated.

An assertion is ``ATTR OP VALUE`` (``node:tsVersion >= '1.80'``), ``ATTR IN [..]``, ``ATTR IS SET``, or a bare
boolean attribute. Keywords are read in either case.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeAlias

from tailcli.policy.faults import Fault, quote
from tailcli.source.tuples import NamedTuple

Literal: TypeAlias = str | float | bool


class Operator(Enum):
    """How an assertion compares; the value is how it is written."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    IN = "IN"
    NOT_IN = "NOT IN"
    IS_SET = "IS SET"
    NOT_SET = "NOT SET"


ORDERING = frozenset({Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL})


class Assertion(NamedTuple):
    """One condition. ``values`` has one element for a comparison, any number for IN, none for SET.

    The attribute stands first in the text: its offsets are ``start`` and ``start + len(attribute)``. A bare
    boolean attribute is read as ``ATTR == true``.
    """

    attribute: str
    operator: Operator
    values: tuple[Literal, ...]
    start: int

    @property
    def namespace(self) -> str:
        """The part of the attribute before the colon."""
        return self.attribute.partition(":")[0]


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'[^']*')
    | (?P<operator>==|!=|<=|>=|<|>)
    | (?P<punctuation>[\[\],])
    | (?P<word>[^\s'\[\],=!<>]+)
    | (?P<wrong>\S)
    )""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*:[^\s:]+", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)
_END = "end"
_COMPARISONS = {operator.value: operator for operator in ORDERING | {Operator.EQUAL, Operator.NOT_EQUAL}}
_HINT = "write ATTRIBUTE OPERATOR VALUE, for example: node:tsVersion >= '1.80'"


def parse_assertion(text: str) -> Assertion | Fault:
    """Read one assertion; a fault points at the first thing in it that cannot be read."""
    cached = _assertions.get(text)
    if cached is None:
        cached = _assertions[text] = _Reader(text).assertion()
    return cached


_assertions: dict[str, Assertion | Fault] = {}


def _tokens(text: str) -> list[_Token]:
    found = [
        _Token(
            match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0), match.end()
        )
        for match in _TOKEN.finditer(text)
    ]
    return [*found, _Token(_END, "", len(text.rstrip()), len(text))]


class _Reader:
    """Reads the tokens of one assertion from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = 0

    def assertion(self) -> Assertion | Fault:
        attribute = self._take()
        if attribute.kind != "word" or not _ATTRIBUTE.fullmatch(attribute.text):
            return _attribute_fault(attribute)
        if self._peek().kind == _END:
            return Assertion(attribute.text, Operator.EQUAL, (True,), attribute.start)
        operator = self._operator()
        if isinstance(operator, Fault):
            return operator
        values = self._values(operator)
        if isinstance(values, Fault):
            return values
        rest = self._peek()
        if rest.kind != _END:
            return _fault(rest, f"{quote(rest.text)} is left over after the assertion")
        return Assertion(attribute.text, operator, values, attribute.start)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _operator(self) -> Operator | Fault:
        token = self._take()
        if token.kind == "operator":
            return _COMPARISONS[token.text]
        word = token.text.upper()
        if word == "IN":
            return Operator.IN
        if word in {"NOT", "IS"}:
            second = self._take()
            combined = f"{word} {second.text.upper()}"
            found = {"NOT IN": Operator.NOT_IN, "NOT SET": Operator.NOT_SET, "IS SET": Operator.IS_SET}.get(
                combined
            )
            if found is not None:
                return found
        return _operator_fault(token)

    def _values(self, operator: Operator) -> tuple[Literal, ...] | Fault:
        if operator in {Operator.IS_SET, Operator.NOT_SET}:
            return ()
        if operator in {Operator.IN, Operator.NOT_IN}:
            return self._list()
        value = _literal(self._take())
        return value if isinstance(value, Fault) else (value,)

    def _list(self) -> tuple[Literal, ...] | Fault:
        opening = self._take()
        if opening.text != "[":
            return _fault(opening, 'a list in brackets is expected after "IN"', "write IN ['a', 'b']")
        values: list[Literal] = []
        while True:
            value = _literal(self._take())
            if isinstance(value, Fault):
                return value
            values.append(value)
            closing = self._take()
            if closing.text == "]":
                return tuple(values)
            if closing.text != ",":
                return _fault(
                    closing, "the list is not closed", "values are separated by commas and end with ]"
                )


def _literal(token: _Token) -> Literal | Fault:
    if token.kind == "string":
        return token.text[1:-1]
    word = token.text.lower()
    if word in {"true", "false"}:
        return word == "true"
    if _NUMBER.fullmatch(token.text):
        return float(token.text) if "." in token.text else int(token.text)
    if token.kind == _END:
        return _fault(token, "the value is missing", _HINT)
    if token.text == "'":
        return _fault(token, "the quote is not closed", "a text value ends with a single quote")
    return _fault(token, f"{quote(token.text)} is not a value", "text values stand in single quotes")


def _attribute_fault(token: _Token) -> Fault:
    if token.kind == _END:
        return _fault(token, "the assertion is empty", _HINT)
    message = f"{quote(token.text)} is not an attribute"
    return _fault(token, message, "an attribute is written namespace:name, like node:os")


def _operator_fault(token: _Token) -> Fault:
    allowed = {"=": ("==",), "!": ("!=",)}.get(token.text, tuple(operator.value for operator in Operator))
    return _fault(token, f"{quote(token.text)} is not an operator", allowed=allowed)


def _fault(token: _Token, message: str, hint: str | None = None, allowed: tuple[str, ...] = ()) -> Fault:
    return Fault(token.start, token.end, message, hint=hint, allowed=allowed)


def canonical(assertion: Assertion) -> str:
    """Write an assertion in one form for all its spellings: equal texts mean equal conditions."""
    operator = assertion.operator
    texts = sorted({_write(value) for value in assertion.values})
    if operator in {Operator.IN, Operator.NOT_IN} and len(texts) == 1:
        operator = Operator.EQUAL if operator is Operator.IN else Operator.NOT_EQUAL
    if not texts:
        return f"{assertion.attribute} {operator.value}"
    if operator in {Operator.IN, Operator.NOT_IN}:
        return f"{assertion.attribute} {operator.value} [{', '.join(texts)}]"
    return f"{assertion.attribute} {operator.value} {texts[0]}"


def _write(value: Literal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}'"
    return str(int(value)) if value == int(value) else repr(value)
