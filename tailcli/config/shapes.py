"""The shapes that values of a settings file may have. The tables of ``keys`` are made of these."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias, Union

from tailcli.source.tuples import NamedTuple


class Scalar(Enum):
    """A single value. RULES is a word that names rules: a code, the beginning of one, a name, a family.

    GATES is such a word, or ``all``.
    """

    TEXT = "a string"
    INTEGER = "a number"
    BOOLEAN = "a boolean"
    GROUP = 'the name of a group, which starts with "group:"'
    RULES = "the code, name or family of a rule"
    CAPABILITY = "the name of a capability, a domain and a path"
    GATES = 'the code, name or family of a rule, or "all"'


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class ListOf(NamedTuple):
    """A list of values of one shape, ``least`` of them or more."""

    element: Shape
    least: int = 0


class MapOf(NamedTuple):
    """A table whose keys the user chooses; ``key`` says what they are, ``least`` how many there must be."""

    key: Scalar
    value: Shape
    least: int = 0


class Table(NamedTuple):
    """A table with known keys, some of which must be there."""

    keys: tuple[Key, ...]
    required: tuple[str, ...] = ()

    def find(self, name: str) -> Key | None:
        """Return the key of a name, or None."""
        return next((key for key in self.keys if key.name == name), None)


class Foreign(NamedTuple):
    """A table whose keys and values another program gives a meaning: anything that JSON can say."""

    named: str


Shape: TypeAlias = Union["Scalar", "Choice", "ListOf", "MapOf", "Table", "Foreign"]


class Key(NamedTuple):
    """A key of a table: its name, the shape of its value, and one sentence about it."""

    name: str
    shape: Shape
    summary: str


TEXTS = ListOf(Scalar.TEXT)
RULE_WORDS = ListOf(Scalar.RULES)
