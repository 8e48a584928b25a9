"""Parsing: a text becomes a tree, its comments and its problems.

The parser reads one value, name or delimiter at a time and is complete by itself. In front of it stands a
fast path: one pattern that matches a whole clean member or element. Where that pattern does not match, for
whatever reason, the careful steps below decide; where those do not know what they see either, ``recover``
reports the fault and says how to go on. What is needed for faults is loaded at the first one: most texts have
none. Nothing recurses, so nesting costs no stack.
"""

from __future__ import annotations

import gc
from functools import partial
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from tailcli.hujson import tokens
from tailcli.hujson.nodes import Array, Boolean, Comment, Document, Member, Null, Number, String
from tailcli.hujson.reading import AFTER, COLON, DONE, VALUE, Reading
from tailcli.hujson.strings import decode
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    import re

    from tailcli.hujson.nodes import SyntaxProblem, Value
    from tailcli.hujson.reading import Frame

_new = tuple.__new__
_new_string = partial(_new, String)


def parse_text(text: str, name: str = "<string>") -> Document:
    """Parse a text; ``name`` is what messages will call it."""
    return parse(SourceText(name, text))


def parse(source: SourceText) -> Document:
    """Return the tree, the comments and the problems of a text. Never raises, whatever the text."""
    # Every node is a live container, so the collector would scan them all over and over, in vain.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        reading = Reading(source.text)
        while reading.state != DONE:
            _STEPS[reading.state](reading)
            if reading.gave_up:
                reading.stop()
        return Document(source, reading.root, tuple(reading.comments), _in_order(reading), reading.omitted)
    finally:
        if was_enabled:
            gc.enable()


def _in_order(reading: Reading) -> tuple[SyntaxProblem, ...]:
    if not reading.problems:
        return ()
    from tailcli.hujson.reference import first_error

    problems = sorted(reading.problems, key=lambda problem: problem.start)
    error = first_error(reading.text, reading.at)
    if error is not None:
        problems[0] = problems[0]._replace(reference=error.message)
    return tuple(problems)


def skip(reading: Reading) -> str:
    """Skip white space and comments, and what people take for such; return the next character or ''."""
    text = reading.text
    while not reading.gave_up:
        at = reading.at = tokens.white_space_end(text, reading.at)
        character = text[at : at + 1]
        if character == "/":
            if not _comments(reading) and not _odd_comment(reading):
                return character
        elif character in _PLAIN_STARTS or not _odd_space(reading, character):
            return character
    return ""


def _odd_comment(reading: Reading) -> bool:
    from tailcli.hujson import blanks

    return blanks.comment(reading)


def _odd_space(reading: Reading, character: str) -> bool:
    from tailcli.hujson import blanks

    return blanks.space(reading, character)


def _comments(reading: Reading) -> bool:
    """Read a run of well-formed comments; say whether there was one."""
    text, at = reading.text, reading.at
    add = reading.comments.append
    while (comment := tokens.COMMENT(text, at)) is not None:
        start, end = comment.span(1)
        raw = comment[1]
        at = comment.end()
        if raw[-1] == "\r":  # the line end is not the comment's
            end -= 1
            raw = raw[:-1]
        add(_new(Comment, (start, end, raw)))
    found = at > reading.at
    reading.at = at
    return found


_PLAIN_STARTS = frozenset(("", *'"{}[],:0123456789-abcdefghijklmnopqrstuvwxyz'))


def _read_value(reading: Reading) -> None:
    """A value is expected: at the top, after a colon, or as an element of an array."""
    stack = reading.stack
    if stack and not stack[-1].is_object and _elements(reading, stack[-1]):
        return
    character = skip(reading)
    if character in ("{", "["):
        reading.open(reading.at, is_object=character == "{")
    elif character == "]" and stack and not stack[-1].is_object:
        reading.at += 1
        reading.close(reading.at)
    elif (value := _scalar(reading, character)) is not None:
        reading.at = value.end
        reading.deliver(value)
    else:
        from tailcli.hujson import recover

        recover.value(reading, character)


def _scalar(reading: Reading, character: str) -> Value | None:
    text, at = reading.text, reading.at
    if character == '"':
        match = tokens.STRING(text, at)
        if match is None or _swallows(reading, match.end()):
            return None
        return String(at, match.end(), decode(match[0]))
    match = tokens.LITERAL(text, at)
    if match is None or _runs_on(text, match.end()):
        return None
    return _literal(at, match.end(), match[0])


def _swallows(reading: Reading, end: int) -> bool:
    """Whether the string that ends at ``end`` more likely has lost its own closing quote."""
    follower = reading.text[end : end + 1]
    if not follower or follower in _AFTER_TOKEN:
        return False
    from tailcli.hujson import quotes

    return quotes.swallows(reading, end)


def _runs_on(text: str, end: int) -> bool:
    """Whether what ended at ``end`` goes on there as a word."""
    if text[end : end + 1] in _AFTER_TOKEN:
        return False
    from tailcli.hujson import quotes

    return quotes.runs_on(text, end)


# What stands behind a token in a text without faults, the end of the text included.
_AFTER_TOKEN = frozenset(("", *" \t\r\n,:]}"))


def _literal(start: int, end: int, raw: str) -> Value | None:
    if raw in ("true", "false"):
        return Boolean(start, end, raw == "true")
    if raw == "null":
        return Null(start, end)
    return Number(start, end, raw) if tokens.NUMBER(raw) else None


def _read_name(reading: Reading) -> None:
    """A name is expected, or the end of the object."""
    frame = reading.stack[-1]
    if _members(reading, frame):
        return
    character = skip(reading)
    if character == "}":
        reading.at += 1
        reading.close(reading.at)
        return
    match = tokens.STRING(reading.text, reading.at) if character == '"' else None
    if match is None or _swallows(reading, match.end()):
        from tailcli.hujson import recover

        recover.name(reading, character)
        return
    frame.key = String(reading.at, match.end(), decode(match[0]))
    reading.at = reading.last_end = match.end()
    reading.state = COLON


def _read_colon(reading: Reading) -> None:
    character = skip(reading)
    if character == ":":
        reading.at += 1
        reading.state = VALUE
    else:
        from tailcli.hujson import recover

        recover.colon(reading, character)


def _read_delimiter(reading: Reading) -> None:
    """A value is complete: a comma or the closing bracket is expected."""
    match = tokens.DELIMITER(reading.text, reading.at)
    character = match[1] if match else skip(reading)
    if match:
        reading.at = match.start(1)
    frame = reading.stack[-1]
    if character == ",":
        reading.at += 1
        reading.expect_next()
    elif character == frame.closer:
        reading.at += 1
        reading.close(reading.at)
    else:
        from tailcli.hujson import recover

        recover.delimiter(reading, character)


def _read_end(reading: Reading) -> None:
    """The top value is complete: nothing but white space and comments may follow."""
    character = skip(reading)
    if character:
        from tailcli.hujson import recover

        recover.trailing(reading, character)
    else:
        reading.state = DONE


def _members(reading: Reading, frame: Frame) -> bool:
    """The fast path of objects: read clean members, and say whether the object was left."""
    text, at = reading.text, reading.at
    add = frame.items.append
    while (match := tokens.MEMBER(text, at)) is not None:
        start, end = match.span(1)
        key = _new(String, (start - 1, end + 1, match[1]))
        kind = match.lastindex
        if kind == tokens.OPENER:
            if match[4] == "[" and (array := _flat(text, match.end())) is not None:
                add(_new(Member, (key, array)))
                if _comma(reading, array):
                    at = reading.at
                    continue
                return True
            frame.key = key
            reading.open(match.end() - 1, is_object=match[4] == "{")
            return True
        value = _clean(match)
        add(_new(Member, (key, value)))
        at = match.end()
        if text[at - 1] == "}":
            reading.close(at)
            return True
        reading.last_end = value.end
    reading.at = at
    return False


def _elements(reading: Reading, frame: Frame) -> bool:
    """The fast path of arrays: read clean elements, and say whether the array was left."""
    text, at = reading.text, reading.at
    add = frame.items.append
    while (match := tokens.ELEMENT(text, at)) is not None:
        kind = match.lastindex
        if kind == tokens.OPENER:
            if match[4] == "[" and (array := _flat(text, match.end())) is not None:
                add(array)
                if _comma(reading, array):
                    at = reading.at
                    continue
                return True
            reading.open(match.end() - 1, is_object=match[4] == "{")
            return True
        value = _clean(match)
        add(value)
        at = match.end()
        if text[at - 1] == "]":
            reading.close(at)
            return True
        reading.last_end = value.end
    reading.at = at
    return False


def _flat(text: str, at: int) -> Array | None:
    """Return the array whose bracket ends at ``at``, if nothing but plain strings stands in it."""
    match = tokens.FLAT(text, at)
    if match is None:
        return None
    end = match.end()
    # Between plain strings stand only commas and white space, so the quotes cut the text cleanly: a gap, a
    # string, a gap ... All is done by iterators of C, for there may be hundreds of thousands.
    pieces = text[at:end].split('"')
    widths = [len(piece) + 1 for piece in pieces]
    starts = islice(accumulate(widths, initial=at - 1), 1, len(pieces), 2)
    ends = islice(accumulate(widths, initial=at), 2, len(pieces), 2)
    strings = map(_new_string, zip(starts, ends, pieces[1::2], strict=True))
    return _new(Array, (at - 1, end, tuple(strings)))


def _comma(reading: Reading, value: Value) -> bool:
    """Read the comma behind a value; where there is none, the careful steps go on from there."""
    reading.last_end = value.end
    match = tokens.DELIMITER(reading.text, value.end)
    if match is not None and match[1] == ",":
        reading.at = match.end()
        return True
    reading.at = value.end
    reading.state = AFTER
    return False


def _clean(match: re.Match[str]) -> Value:
    """Return the string, number or literal of a match of the fast path."""
    if match.lastindex == tokens.AFTER_STRING:
        start, end = match.span(2)
        return _new(String, (start - 1, end + 1, match[2]))
    start, end = match.span(5)
    raw = match[5]
    return _literal(start, end, raw) or Number(start, end, raw)


_STEPS = (_read_value, _read_name, _read_colon, _read_delimiter, _read_end)
