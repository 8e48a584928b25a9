"""The tree of a HuJSON document: every value and key with its span, comments kept, duplicates visible.

Nodes are tuples: cheap to make by the hundred thousand, and frozen. ``start`` and ``end`` are character
offsets into the text that was parsed (half-open; a string's span includes its quotes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.source.text import SourceText


class String(NamedTuple):
    """A string, decoded; also a member's name."""

    start: int
    end: int
    value: str

    @property
    def span(self) -> Span:
        """The place of the string, quotes included."""
        return Span(self.start, self.end)


class Number(NamedTuple):
    """A number as it was written; its value is what the reader makes of ``raw``."""

    start: int
    end: int
    raw: str

    @property
    def span(self) -> Span:
        """The place of the number."""
        return Span(self.start, self.end)


class Boolean(NamedTuple):
    """``true`` or ``false``."""

    start: int
    end: int
    value: bool

    @property
    def span(self) -> Span:
        """The place of the literal."""
        return Span(self.start, self.end)


class Null(NamedTuple):
    """``null``."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place of the literal."""
        return Span(self.start, self.end)


class Invalid(NamedTuple):
    """A place where a value was expected and none could be read: the parser has reported why."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place of the unreadable text (possibly empty)."""
        return Span(self.start, self.end)


class Member(NamedTuple):
    """A name and its value."""

    key: String
    value: Value


class Object(NamedTuple):
    """An object: a list of members, since HuJSON accepts duplicate names."""

    start: int
    end: int
    members: tuple[Member, ...]

    @property
    def span(self) -> Span:
        """The place of the object, braces included."""
        return Span(self.start, self.end)

    def get(self, name: str) -> Value | None:
        """Return the value of the last member of exactly that name, or None."""
        for member in reversed(self.members):
            if member.key.value == name:
                return member.value
        return None


class Array(NamedTuple):
    """An array."""

    start: int
    end: int
    elements: tuple[Value, ...]

    @property
    def span(self) -> Span:
        """The place of the array, brackets included."""
        return Span(self.start, self.end)


Value: TypeAlias = Object | Array | String | Number | Boolean | Null | Invalid


class Comment(NamedTuple):
    """A comment: from ``//`` to before the line end, or from ``/*`` to ``*/``."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The place of the comment, its marks included."""
        return Span(self.start, self.end)

    @property
    def is_block(self) -> bool:
        """Whether this is a ``/* */`` comment."""
        return self.text.startswith("/*")


class SyntaxProblem(NamedTuple):
    """A fault in the grammar, at its place.

    ``message`` says what is wrong in one sentence; ``hint`` says what to write instead, where that is known;
    ``reference`` is the wording of Tailscale's own parser after ``hujson: line L, column C: ``, where it
    has one for the first problem of a file; ``related`` points at the other half of the fault (the bracket
    that was never closed) with a word about it.
    """

    start: int
    end: int
    message: str
    hint: str | None = None
    reference: str | None = None
    related: tuple[tuple[Span, str], ...] = ()

    @property
    def span(self) -> Span:
        """The place of the fault."""
        return Span(self.start, self.end)


class Document(NamedTuple):
    """What the parser makes of a text: a tree, as complete as the text allows, and its problems.

    ``root`` is None only where there is no value at all. ``problems`` holds at most 100, in the order of
    the text; ``omitted`` counts the rest. A document without problems is exactly what Tailscale's own
    parser accepts.
    """

    source: SourceText
    root: Value | None
    comments: tuple[Comment, ...]
    problems: tuple[SyntaxProblem, ...]
    omitted: int = 0
