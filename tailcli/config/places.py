"""The line of a key in TOML text, for messages: ``tomllib`` tells no places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.config.errors import Path

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"^[ \t]*(?P<open>\[\[?)[ \t]*(?P<name>{_NAME})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"^[ \t]*(?P<name>{_NAME})[ \t]*=(?P<value>.*)$")
_PARTS = re.compile(_PART)


class _Entry(NamedTuple):
    """A header or an assignment: the path that it sets and the lines that it takes."""

    path: Path
    line: int


def line_of(text: str, path: Path) -> int:
    """Return the line of the key at a path, or of the nearest table or key around it that has one.

    Made for valid TOML. Keys inside inline tables and elements of lists count as being on the line of their
    key, or on the line that holds the element where that is a string of its own.
    """
    best, depth = 1, 0
    for entry in _entries(text):
        common = _common(entry.path, path)
        if common > depth and common == len(entry.path):
            best, depth = entry.line, common
    return _line_of_element(text, best, path)


def _common(left: Path, right: Path) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _entries(text: str) -> Iterator[_Entry]:
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is not None:
            table = _placed(_split(header["name"]), counts)
            if header["open"] == "[[":
                index = counts[table] = counts.get(table, -1) + 1
                table = (*table, index)
            yield _Entry(table, number)
            continue
        assignment = _ASSIGNMENT.match(line)
        if assignment is not None:
            yield _Entry((*table, *_split(assignment["name"])), number)


def _placed(name: tuple[str, ...], counts: dict[Path, int]) -> Path:
    """Return the path of a header's name, with the index of each array of tables that it passes through."""
    path: Path = ()
    for position, part in enumerate(name):
        path = (*path, part)
        if path in counts and position + 1 < len(name):
            path = (*path, counts[path])
    return path


def _split(name: str) -> tuple[str, ...]:
    parts = (match[0] for match in _PARTS.finditer(name))
    return tuple(part[1:-1].replace('\\"', '"') if part[0] in "\"'" else part for part in parts)


def _line_of_element(text: str, line: int, path: Path) -> int:
    """Move on to the line of a list's element where every element has a line."""
    if not path or not isinstance(path[-1], int):
        return line
    lines = text.splitlines()
    if not lines[line - 1].rstrip().endswith("["):
        return line
    held = [number for number, found in enumerate(lines[line:], line + 1) if found.lstrip()[:1] in {'"', "'"}]
    return held[path[-1]] if path[-1] < len(held) else line
