"""The state that parsing and recovery share: where the reader is, what is open, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tailcli.hujson.nodes import Array, Comment, Member, Object, String, SyntaxProblem

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value
    from tailcli.source.text import Span

PROBLEM_LIMIT = 100
"""How many problems of one text are kept; the rest is counted."""

GIVE_UP_LIMIT = 2_000
"""At how many problems reading stops: nobody needs more of them, and a text so broken is no policy."""

DEPTH_LIMIT = 10_000
"""How deeply values may nest, as in Go's own JSON decoder."""

# How many tokens recovery may look ahead in one text, so that a text full of faults stays linear.
_LOOKAHEAD = 100_000

# What the parser expects next.
VALUE, NAME, COLON, AFTER, END, DONE = range(6)


class Frame:
    """An array or object that is still open."""

    __slots__ = ("drop", "is_object", "items", "key", "lenient", "start", "virtual")

    def __init__(self, start: int, *, is_object: bool) -> None:
        self.start = start
        self.is_object = is_object
        self.items: list[Value | Member] = []
        self.key: String | None = None
        self.lenient = False  # its opening bracket is of the wrong kind, so either closes it
        self.drop = False  # the next value has no place: read it and forget it
        self.virtual = False  # the text has no bracket for it

    @property
    def closer(self) -> str:
        """The bracket that ends it."""
        return "}" if self.is_object else "]"

    @property
    def opener(self) -> str:
        """The bracket that began it."""
        return "{" if self.is_object else "["


class Reading:
    """A text being read. Offsets only grow, so reading ends."""

    __slots__ = (
        "at",
        "comments",
        "gave_up",
        "last_end",
        "lookahead",
        "omitted",
        "problems",
        "reopened",
        "root",
        "stack",
        "state",
        "swallowed",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.last_end = 0  # the end of the last value, name or bracket
        self.state = VALUE
        self.stack: list[Frame] = []
        self.root: Value | None = None
        self.comments: list[Comment] = []
        self.problems: list[SyntaxProblem] = []
        self.omitted = 0
        self.gave_up = False  # there are so many problems that reading on is of no use
        self.lookahead = _LOOKAHEAD
        self.reopened = False  # a problem about the end of the document has been reported
        self.swallowed = False  # an unclosed comment ate the rest, and with it the closing brackets

    def report(
        self,
        start: int,
        end: int,
        message: str,
        hint: str | None = None,
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Note a problem, or count it where there are many already."""
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(SyntaxProblem(start, end, message, hint, None, related))
            return
        if self.gave_up:
            return
        self.omitted += 1
        if self.omitted + PROBLEM_LIMIT >= GIVE_UP_LIMIT:
            self.gave_up = True

    def deliver(self, value: Value) -> None:
        """Put a finished value where it belongs."""
        self.last_end = value.end
        if not self.stack:
            self.root = value
            self.state = END
            return
        frame = self.stack[-1]
        if frame.drop:
            frame.drop = False
        elif not frame.is_object:
            frame.items.append(value)
        elif frame.key is not None:
            frame.items.append(Member(frame.key, value))
            frame.key = None
        self.state = AFTER

    def open(self, start: int, *, is_object: bool) -> None:
        """Begin an array or object, unless the text nests too deeply to go on."""
        if len(self.stack) >= DEPTH_LIMIT:
            self.report(
                start,
                start + 1,
                f"Values nest more than {DEPTH_LIMIT:,} deep.",
                "Nothing after this bracket was read.",
            )
            self.stop()
            return
        self.stack.append(Frame(start, is_object=is_object))
        self.at = self.last_end = start + 1
        self.state = NAME if is_object else VALUE

    def close(self, end: int) -> None:
        """End the innermost open array or object; ``end`` is the offset behind its last character."""
        frame = self.stack.pop()
        self.at = end
        self.deliver(finished(frame, end))

    def expect_next(self) -> None:
        """Go on inside the innermost open array or object, after a comma."""
        self.state = NAME if self.stack[-1].is_object else VALUE

    def stop(self) -> None:
        """End the reading here: whatever is open is closed without another word."""
        while self.stack:
            self.close(self.last_end)
        self.state = DONE


def finished(frame: Frame, end: int) -> Value:
    """Return the node of an array or object that ends at ``end``."""
    if frame.is_object:
        return Object(frame.start, end, cast("tuple[Member, ...]", tuple(frame.items)))
    return Array(frame.start, end, cast("tuple[Value, ...]", tuple(frame.items)))
