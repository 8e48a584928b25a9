"""Formatting what stands between two tokens: white space and comments."""

from __future__ import annotations

import re

from tailcli.source.tuples import NamedTuple

_TOKEN = re.compile(r"([ \t\r\n]++)|(//[^\n]*+)|(/\*(?:[^*]++|\*(?!/))*+\*/)")
_COMMENT = re.compile(r"//.*|/\*(?:[^*]++|\*(?!/))*+\*/|/\*.*", re.DOTALL)
_LEADING = re.compile(r"[ \t\r\n]*+")
# What Go's unicode.IsSpace holds for white space; Python's own notion has four control characters more.
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Style(NamedTuple):
    """How an extra at one place is written."""

    lead: bool = False
    """Begins on a new line."""
    trail: bool = False
    """Ends with a line end."""
    no_blank_start: bool = False
    no_blank_end: bool = False
    outdent: bool = False
    """Its last line is indented one step less."""
    space_if_empty: bool = False


class Width(NamedTuple):
    """How much an extra adds to the line it begins on and to the line it ends on."""

    first: int
    last: int
    split: bool


def byte_length(text: str) -> int:
    """Return the length of a text in UTF-8: widths are counted so."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def width(extra: str) -> Width:
    """Measure an extra, as it stands in the source."""
    if "\n" not in extra:
        length = _comments_width(extra)
        return Width(length, length, split=False)
    first, _, rest = extra.partition("\n")
    return Width(_comments_width(first), _comments_width(rest.rpartition("\n")[2]), split=True)


def _comments_width(line: str) -> int:
    """Measure the comments on one line; after block comments a space follows."""
    total = 0
    at = _leading(line)
    while (match := _COMMENT.match(line, at)) is not None:
        total += 1 + byte_length(match[0])
        if not match[0].startswith("/*") or not match[0].endswith("*/") or len(match[0]) < len("/**/"):
            return total
        at = match.end() + _leading(line[match.end() :])
    return total + 1 if total else 0


def _leading(text: str) -> int:
    match = _LEADING.match(text)
    return match.end() if match else 0


def unix_line_ends(extra: str) -> str:
    """Return an extra with LF as its only line end; a lone CR becomes a space."""
    return extra.replace("\r\n", "\n").replace("\n\r", "\n").replace("\r", " ")


def formatted(extra: str, depth: int, style: Style) -> str:
    """Return an extra as it is written at a depth."""
    if not extra and not style.lead and not style.trail:
        return " " if style.space_if_empty else ""
    extra = unix_line_ends(extra)
    out = "\n" if style.lead and "\n" not in extra else ""
    for match in _TOKEN.finditer(extra):
        if match[1]:
            out += "\n" * min(2, match[1].count("\n"))
        else:
            out += "\t" * depth if out.endswith("\n") else " "
            out += _comment(match[0], depth)
    return _ended(out, depth, style)


def _ended(out: str, depth: int, style: Style) -> str:
    if style.trail and not out.endswith("\n"):
        out += "\n"
    if style.no_blank_start and out.startswith("\n\n"):
        out = "\n" + out.lstrip("\n")
    if style.no_blank_end and out.endswith("\n\n"):
        out = out.rstrip("\n") + "\n"
    if out.endswith("\n"):
        return out + "\t" * (depth - style.outdent)
    return out + " " if out or style.space_if_empty else ""


def trimmed(text: str) -> str:
    """Return a text without white space at its end."""
    return text.rstrip(_SPACES)


def _comment(comment: str, depth: int) -> str:
    if comment.startswith("//") or "\n" not in comment:
        return trimmed(comment)
    first, *lines = (trimmed(line) for line in comment.split("\n"))
    has_empty = not first or not all(lines)
    prefix = _common_prefix(lines)
    if lines[-1].lstrip(" \t\r\n") == "*/":
        lines[-1] = prefix[: _leading(prefix)] + "*/"
    cut = _leading(prefix)
    star = " " if not has_empty and prefix[cut : cut + 1] == "*" else ""
    indent = "\t" * depth + star
    return "\n".join((first, *(indent + line[cut:] if line else "" for line in lines)))


def _common_prefix(lines: list[str]) -> str:
    """Return what the lines of a block comment behind its first begin with.

    A last line that is only ``*/`` has no say. A line that ends before the prefix does not shorten it.
    """
    prefix = next((line for line in lines if line), "")
    for line in lines:
        if line.endswith("*/") and line.lstrip(" \t\r\n") == "*/":
            break
        for index, (left, right) in enumerate(zip(line, prefix, strict=False)):
            if left != right:
                prefix = prefix[:index]
                break
    return prefix
