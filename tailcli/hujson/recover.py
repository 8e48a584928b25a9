"""Recovery: what to say about text that is not HuJSON, and how to go on reading behind it.

One mistake should give one problem. So every function here reports once, guesses what was meant, and leaves
the reading in the state it would be in had that been written. Each either moves the reading forward or
changes its state towards the end, so reading always ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson import brackets, mistakes, quotes, tokens
from tailcli.hujson.nodes import Invalid, Member, Object, String
from tailcli.hujson.reading import AFTER, COLON, DONE, NAME, VALUE, Frame
from tailcli.hujson.strings import shown
from tailcli.source.text import Span

if TYPE_CHECKING:
    from tailcli.hujson.reading import Reading


def value(reading: Reading, character: str) -> None:
    """A value is expected, and none of the grammar's follows."""
    if character == "":
        _nothing(reading)
    elif character in ",:]}":
        _no_value(reading, character)
    elif not reading.stack and mistakes.BARE_NAME(reading.text, reading.at):
        _without_braces(reading, reading.at)
    elif (found := _string(reading, character) or quotes.bare(reading)) is not None:
        at_top = not reading.stack
        reading.deliver(found)
        if at_top and not isinstance(found, String):
            reading.state = DONE
    else:
        _unexpected(reading, character)


def _string(reading: Reading, character: str) -> String | None:
    return quotes.broken_string(reading) if character == '"' else quotes.quoted(reading, character)


def _unexpected(reading: Reading, character: str) -> None:
    reading.report(reading.at, reading.at + 1, f"`{shown(character)}` is unexpected here.")
    reading.at += 1


def _nothing(reading: Reading) -> None:
    if reading.stack or reading.problems:
        brackets.end_of_text(reading)
        return
    what = "nothing but comments" if reading.comments else "nothing"
    reading.report(0, len(reading.text), f"The text holds {what}.", "A policy is at least `{}`.")
    reading.state = DONE


def _no_value(reading: Reading, character: str) -> None:
    """A delimiter stands where a value is expected."""
    stack = reading.stack
    if not stack:
        _unexpected(reading, character)
        if character in "]}":
            reading.state = DONE
    elif character == ":":
        reading.report(reading.at, reading.at + 1, "This `:` is one too many.", "Remove it.")
        reading.at += 1
    elif not stack[-1].is_object:
        _commas(reading) if character == "," else brackets.mismatched(reading, character)
    else:
        key = stack[-1].key
        name = shown(reading.text[key.start : key.end]) if key else "this name"
        reading.report(
            reading.at, reading.at + 1, f"The value of {name} is missing.", "Write it behind the `:`."
        )
        reading.deliver(Invalid(reading.last_end, reading.last_end))


def _commas(reading: Reading) -> None:
    """One comma or a row of them where a value or name is expected."""
    at = reading.at
    match = mistakes.COMMAS(reading.text, at)
    reading.at = match.end() if match else at + 1
    what = "name" if reading.stack[-1].is_object else "value"
    reading.report(at, reading.at, f"A comma stands where a {what} is expected.", "Remove it.")


def name(reading: Reading, character: str) -> None:
    """A name or the end of an object is expected, and neither follows."""
    if character == "":
        brackets.end_of_text(reading)
    elif character == "]":
        brackets.mismatched(reading, character)
    elif character == ",":
        _commas(reading)
    elif character in ":{[":
        _no_name(reading, character)
    elif (string := _string(reading, character)) is not None:
        _take_name(reading, string)
    else:
        _bare_name(reading, character)


def _take_name(reading: Reading, string: String) -> None:
    reading.stack[-1].key = string
    reading.last_end = string.end
    reading.state = COLON


def _no_name(reading: Reading, character: str) -> None:
    """A value or a colon stands where a name is expected."""
    at, count = reading.at, len(reading.stack)
    if character == ":":
        reading.report(at, at + 1, "The name before this `:` is missing.")
        reading.at += 1
    elif _object_was_left(reading):
        brackets.give_up(reading, count - 1, at, "this begins the next element")
    else:
        what = "object" if character == "{" else "array"
        reading.report(
            at, at + 1, f"An {what} stands where a name is expected.", 'Write `"name": ` before it.'
        )
    reading.state = VALUE


def _object_was_left(reading: Reading) -> bool:
    stack, count = reading.stack, len(reading.stack)
    if count < 2 or stack[-2].is_object or not stack[-1].items:  # noqa: PLR2004 - an object and what is around it
        return False
    return brackets.best(reading, reading.at, [count - 1, count]) < count


def _bare_name(reading: Reading, character: str) -> None:
    text, at = reading.text, reading.at
    match = mistakes.BARE_NAME(text, at) or mistakes.BARE(text, at)
    if match is None:
        _unexpected(reading, character)
        return
    reading.at = match.end()
    following = tokens.DELIMITER(text, reading.at)
    reading.report(
        at, reading.at, f"The name {shown(match[0])} stands without quotes.", f'Write "{shown(match[0])}".'
    )
    _take_name(reading, String(at, reading.at, match[0]))
    if following and following[1] in ",}":
        reading.deliver(Invalid(reading.at, reading.at))


def colon(reading: Reading, character: str) -> None:
    """A colon is expected behind a name, and something else follows."""
    if character == "":
        brackets.end_of_text(reading)
    elif character in ",}]":
        _name_only(reading)
    elif character == "=":
        match = mistakes.ASSIGNMENT(reading.text, reading.at)
        end = match.end() if match else reading.at + 1
        reading.report(reading.at, end, "A name and its value are joined by `:`.", "Write `:`.")
        reading.at = end
        reading.state = VALUE
    elif mistakes.NAME_AHEAD(reading.text, reading.at):
        _name_only(reading)
        reading.state = NAME
    else:
        end = reading.last_end
        reading.report(end, end, "A `:` is missing between the name and its value.", "Add `:` here.")
        reading.state = VALUE


def _name_only(reading: Reading) -> None:
    """A name without a value; or, where it is the first of a row of strings, an array in braces."""
    frame = reading.stack[-1]
    key = frame.key
    if key is None:
        return
    if not frame.items and mistakes.SET_AHEAD(reading.text, reading.at):
        _reopen_as(reading, frame, key, is_object=False)
        return
    shown_name = shown(reading.text[key.start : key.end])
    reading.report(
        key.start, key.end, f"The name {shown_name} has no value.", "Write `: ` and a value behind it."
    )
    reading.deliver(Invalid(key.end, key.end))


def _reopen_as(reading: Reading, frame: Frame, first: String, *, is_object: bool) -> None:
    """The innermost bracket is of the wrong kind, as its first string shows: go on as if it were right."""
    wrong = frame.opener
    frame.is_object = is_object
    frame.lenient = True
    frame.items = [] if is_object else [first]
    frame.key = first if is_object else None
    what, follows = ("array", "names with values") if is_object else ("object", "plain values")
    reading.report(
        frame.start,
        frame.start + 1,
        f"`{wrong}` opens an {what}, but {follows} stand in it.",
        f"Write `{frame.opener}` and `{frame.closer}`.",
    )
    reading.state = VALUE if is_object else AFTER


def delimiter(reading: Reading, character: str) -> None:
    """A comma or closing bracket is expected, and something else follows."""
    if character == "":
        brackets.end_of_text(reading)
    elif character in "]}":
        brackets.mismatched(reading, character)
    elif character == ":":
        _colon_after_value(reading)
    elif character == ";":
        reading.report(reading.at, reading.at + 1, "Items are separated by `,`.", "Write `,`.")
        reading.at += 1
        reading.expect_next()
    elif _left_by_name(reading):
        reading.state = NAME
    elif _left_by_element(reading, character):
        reading.state = VALUE
    elif _begins_item(reading, character):
        end = reading.last_end
        reading.report(end, end, "A `,` is missing here.", "Add `,`.")
        reading.expect_next()
    else:
        _words_after_value(reading, character)


def _begins_item(reading: Reading, character: str) -> bool:
    if character in mistakes.QUOTE_MARKS or character in "{[":
        return True
    if reading.stack[-1].is_object:
        return mistakes.BARE_NAME(reading.text, reading.at) is not None
    match = tokens.LITERAL(reading.text, reading.at)
    return match is not None and mistakes.PROPER(match[0]) is not None


def _words_after_value(reading: Reading, character: str) -> None:
    at = reading.at
    match = mistakes.BARE_WORDS(reading.text, at)
    reading.at = match.end() if match else at + 1
    what = shown(match[0]) if match else shown(character)
    reading.report(
        at, reading.at, f"`{what}` is unexpected behind a value.", "Expected `,` or a closing bracket."
    )


def _left_by_name(reading: Reading) -> bool:
    """Whether a member follows inside an array, because the array was never closed."""
    if reading.stack[-1].is_object or not mistakes.NAME_AHEAD(reading.text, reading.at):
        return False
    return _give_up_array(reading, reading.at)


def _left_by_element(reading: Reading, character: str) -> bool:
    if character != "{" or not reading.stack[-1].is_object or not _object_was_left(reading):
        return False
    brackets.give_up(reading, len(reading.stack) - 1, reading.at, "this begins the next element")
    return True


def _give_up_array(reading: Reading, at: int) -> bool:
    keep, count = brackets.nearest_object(reading), len(reading.stack)
    if not keep or brackets.best(reading, at, [keep, count]) == count:
        return False
    brackets.give_up(reading, keep, at, "this begins the next member of the object around it")
    return True


def _colon_after_value(reading: Reading) -> None:
    frame, at = reading.stack[-1], reading.at
    last = frame.items[-1] if frame.items else None
    if frame.is_object or not isinstance(last, String):
        reading.report(at, at + 1, "This `:` follows a value, not a name.", "Write `,` or remove it.")
        reading.at += 1
        frame.drop = True
        reading.state = VALUE
        return
    reading.at = at + 1
    frame.items.pop()
    if not frame.items:
        _reopen_as(reading, frame, last, is_object=True)
        return
    reading.last_end = frame.items[-1].end if not isinstance(frame.items[-1], Member) else reading.last_end
    if _give_up_array(reading, last.start):
        reading.stack[-1].key = last
    else:
        reading.report(
            at, at + 1, "An array has no names, so no `:`.", "Write `,`, or an object in `{` and `}`."
        )
        frame.items.append(last)
        frame.drop = True
    reading.state = VALUE


def trailing(reading: Reading, character: str) -> None:
    """Something follows the top value."""
    at, root = reading.at, reading.root
    ahead = at + 1 if character == "," else at
    if isinstance(root, Object) and mistakes.NAME_AHEAD(reading.text, ahead) and not reading.reopened:
        _reopen_root(reading, root)
    elif isinstance(root, String) and character == ":":
        _without_braces(reading, root.start)
        reading.stack[-1].key = root
        reading.at += 1
        reading.state = VALUE
    elif not reading.reopened:
        _report_trailing(reading, character)
    else:
        reading.state = DONE


def _report_trailing(reading: Reading, character: str) -> None:
    at = reading.at
    if character in "]}":
        reading.report(at, at + 1, f"This `{character}` closes nothing.", "Remove it.")
        reading.at = at + 1
        reading.reopened = True
        return
    rest = mistakes.LINE_REST(reading.text, at)
    end = rest.end() if rest else at + 1
    reading.report(
        at, end, "This follows the end of the document.", "A file holds one value: remove the rest."
    )
    reading.state = DONE


def _reopen_root(reading: Reading, root: Object) -> None:
    reading.reopened = True
    at = root.end - 1
    reading.report(
        at,
        root.end,
        "This `}` ends the document, but more members follow.",
        "Remove it.",
        ((Span(reading.at, reading.at + 1), "the text goes on here"),),
    )
    frame = Frame(root.start, is_object=True)
    frame.items = list(root.members)
    reading.stack.append(frame)
    reading.root = None
    reading.state = AFTER if reading.text.startswith(",", reading.at) else NAME


def _without_braces(reading: Reading, start: int) -> None:
    """The members of the top object stand there without its braces."""
    reading.report(
        start, start, "The braces around the document are missing.", "Begin with `{` and end with `}`."
    )
    frame = Frame(start, is_object=True)
    frame.virtual = True
    reading.stack.append(frame)
    reading.root = None
    reading.state = NAME


__all__ = ["colon", "delimiter", "name", "trailing", "value"]
