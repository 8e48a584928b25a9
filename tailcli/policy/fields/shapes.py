"""What a value of the policy language may look like: the vocabulary of the field tables."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from tailcli.source.tuples import NamedTuple

# Go's decoder folds these two letters onto ASCII ones when it looks for a field (docs/semantics.md).
_FOLDED_LETTERS = {0x017F: "s", 0x212A: "k"}


def fold_key(name: str) -> str:
    """Return a form that is equal for two keys exactly where the server takes them for the same field."""
    return name.lower() if name.isascii() else name.translate(_FOLDED_LETTERS).lower()


class Scalar(Enum):
    """A value without parts; ANYTHING is any value at all, whose inside is nobody's business here."""

    STRING = "a string"
    BOOLEAN = "true or false"
    NUMBER = "a number"
    INTEGER = "a whole number"
    ANYTHING = "a value"


class ListOf(NamedTuple):
    """A list of values of one shape."""

    item: Shape


class MapOf(NamedTuple):
    """An object whose keys are data (names of groups, CIDRs ...) and whose values share one shape.

    Attributes:
        item: the shape of every value. Where it is a list or an object, null stands for an empty one.
        key: what the keys look like, for people (``group:NAME``).
        pattern: a regular expression that keys must match to be read at all, or None.
    """

    item: Shape
    key: str
    pattern: str | None = None


class Either(NamedTuple):
    """A list or an object: the spelling decides which of the two shapes counts."""

    array: ListOf
    record: Record


class Field(NamedTuple):
    """One field of a record.

    Attributes:
        name: the canonical spelling.
        shape: what the value must look like.
        summary: one sentence that says what the field is for.
        sample: a value as JSON text, for hints and for editors.
        required: whether an object without it is a fault (a legacy spelling of it will do).
        legacy_of: the field of which this is an older spelling.
        refusal: the control plane's message where the field is required and absent, if one is known.
        values: strings worth proposing: for the value, the elements of the list, or the keys of an ``app``.
        closed: whether nothing but ``values`` is right.
        pattern: a regular expression that the string must match; the checks of contents report what does not.
        mistaken: words, in lower case, that people write when they mean this field.
    """

    name: str
    shape: Shape
    summary: str
    sample: str = ""
    required: bool = False
    legacy_of: str | None = None
    refusal: str | None = None
    values: tuple[str, ...] = ()
    closed: bool = False
    pattern: str | None = None
    mistaken: tuple[str, ...] = ()


class Record:
    """An object with known fields. Immutable, compared by identity.

    Attributes:
        name: what such an object is called.
        summary: one sentence that says what it is for.
        fields: its fields, in the order in which people write them.
        required: the fields that every such object must have.
    """

    __slots__ = ("_exact", "_folded", "fields", "name", "required", "summary")

    def __init__(self, name: str, summary: str, *fields: Field) -> None:
        self.name = name
        self.summary = summary
        self.fields = fields
        self._exact = {field.name: field for field in fields}
        self._folded = {fold_key(field.name): field for field in fields}
        self.required = tuple(field for field in fields if field.required)

    def field(self, key: str) -> Field | None:
        """Return the field that the server reads from a key of this spelling, or None."""
        return self._exact.get(key) or self._folded.get(fold_key(key))

    def named(self, name: str) -> Field:
        """Return the field of a canonical name that is known to exist."""
        return self._exact[name]

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return a field's name and its legacy spellings, the canonical one first."""
        return (name, *(field.name for field in self.fields if field.legacy_of == name))


Shape: TypeAlias = Scalar | ListOf | MapOf | Either | Record

STRING = Scalar.STRING
BOOLEAN = Scalar.BOOLEAN
NUMBER = Scalar.NUMBER
INTEGER = Scalar.INTEGER
ANYTHING = Scalar.ANYTHING
STRINGS = ListOf(STRING)
