"""Recovery of strings and words: quotes that are missing, or of the wrong kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson import mistakes
from tailcli.hujson.nodes import Boolean, Invalid, Null, String
from tailcli.hujson.strings import faulty, shown

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Value
    from tailcli.hujson.reading import Reading

_HINT = "Strings stand in double quotes."
_LITERALS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULLS = frozenset({"null", "none", "nil", "undefined"})
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0[xXoObB][\da-fA-F_]+|(?=\.?\d)[\d_]*\.?[\d_]*(?:[eE][-+]?\d*)?|NaN|Infinity|inf|nan)"
).fullmatch
_DELIMITERS = " \t\r\n,:[]{}"
_TRAILING_COMMENT = re.compile(r"\s//")
_WRAPPED = re.compile(r'\r?\n[^"\n:{}\[\],]*+"(?=[ \t]*+[,\]}\r\n])').match


def swallows(reading: Reading, end: int) -> bool:
    """Whether the closing quote before ``end`` more likely opens a string, as in ``["a, "b"]``.

    A word right behind a closing quote is wrong in any case; a delimiter right before the quote says how.
    """
    follower = reading.text[end : end + 1]
    if not follower or not (follower.isalnum() or follower in "*_"):
        return False
    content = reading.text[reading.at + 1 : end - 1]
    return content[-1:] in _DELIMITERS and content.rstrip(" \t")[-1:] in ",:[{" and bool(_kept(content))


def runs_on(text: str, end: int) -> bool:
    """Whether what ended at ``end`` goes on there as a word."""
    return mistakes.BARE(text, end) is not None


def broken_string(reading: Reading) -> String:
    """Read a string that has something wrong with it, and report that."""
    text, at = reading.text, reading.at
    match = mistakes.LINE_STRING(text, at)
    end = match.end() if match else at + 1
    if text[end : end + 1] == '"' and not swallows(reading, end + 1):
        reading.at = end + 1
        return String(at, end + 1, faulty(reading, at + 1, end))
    wrapped = _WRAPPED(text, end)
    if wrapped:
        reading.at = wrapped.end()
        reading.report(
            end, wrapped.end() - 1, "A string goes on over a line end.", "Write \\n, or join the lines."
        )
        return String(at, wrapped.end(), text[at + 1 : wrapped.end() - 1])
    content = text[at + 1 : end]
    comment = _TRAILING_COMMENT.search(content)
    kept = _kept(content[: comment.start()] if comment else content)
    reading.at = at + 1 + len(kept)
    reading.report(
        at, reading.at, f"The string {shown(text[at : reading.at])} is not closed.", 'Add `"` at its end.'
    )
    return String(at, reading.at, kept)


def _kept(content: str) -> str:
    return content.rstrip(_DELIMITERS)


def quoted(reading: Reading, character: str) -> String | None:
    """Read a string in quotes of another kind, and report it; None where there is none."""
    pattern = mistakes.QUOTED.get(character)
    if pattern is None and character not in mistakes.SMART_QUOTES:
        return None
    text, at = reading.text, reading.at
    match = (pattern or mistakes.SMART_QUOTED)(text, at)
    if match is None:
        return _unclosed(reading, character)
    reading.at = match.end()
    kind = {"'": "single quotes", "`": "backquotes"}.get(character, "typographic quotes")
    reading.report(
        at, reading.at, f"{shown(match[0])} stands in {kind}.", f'{_HINT[:-1]}: "{shown(match[1])}".'
    )
    return String(at, reading.at, match[1])


def _unclosed(reading: Reading, character: str) -> String:
    text, at = reading.text, reading.at
    match = re.compile(r"[^\r\n,\]}]*+").match(text, at + 1)
    content = _kept(match[0]) if match else ""
    reading.at = at + 1 + len(content)
    reading.report(at, reading.at, f"{shown(character)} begins no string.", _HINT)
    return String(at, reading.at, content)


def bare(reading: Reading) -> Value | None:
    """Read words without quotes where a value is expected, and report them; None where there are none."""
    text, at = reading.text, reading.at
    match = mistakes.BARE_WORDS(text, at)
    if match is None:
        return None
    end, raw = match.end(), match[0]
    rest = mistakes.LINE_REST(text, end, end + _NEAR)
    if rest and rest[0].startswith('"') and rest[0].count('"') % 2:
        reading.at = end + 1
        reading.report(at, end + 1, f'The opening quote of {shown(raw)}" is missing.', 'Add `"` before it.')
        return String(at, end + 1, raw)
    reading.at = end
    return _word(reading, at, raw)


def _word(reading: Reading, at: int, raw: str) -> Value:
    end, low = reading.at, raw.lower()
    if low in _LITERALS:
        literal = "true" if _LITERALS[low] else "false"
        reading.report(at, end, f"`{raw}` is no value of JSON.", f"Write `{literal}`.")
        return Boolean(at, end, _LITERALS[low])
    if low in _NULLS:
        reading.report(at, end, f"`{raw}` is no value of JSON.", "Write `null`.")
        return Null(at, end)
    if _NUMBER_LIKE(raw):
        reading.report(at, end, f"`{shown(raw)}` is no number of JSON.", _number_hint(raw))
        return Invalid(at, end)
    reading.report(at, end, f"`{shown(raw)}` stands without quotes.", f'Write "{shown(raw)}".')
    return String(at, end, raw)


def _number_hint(raw: str) -> str:
    plain = raw.lstrip("+").replace("_", "")
    if raw[-1] in "yYnNfF" or plain[:2].lower() in ("0x", "0o", "0b"):
        return "Numbers are decimal and finite."
    try:
        return f"Write `{int(plain)}`." if len(plain) < _SHORT else "Numbers have no leading zeros."
    except ValueError:
        return "Numbers begin and end with a digit, without `+` in front or needless zeros."


_SHORT = 40
_NEAR = 200
