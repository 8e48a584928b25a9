"""Annotations of a GitHub workflow: commands in its log, each on one line, whatever their text holds."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.report.counts import number
from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.report.paths import Folders

# GitHub shows so many of each level a step and drops the rest in silence.
MOST_OF_A_LEVEL = 10
# GitHub cuts a message at 4096 characters.
_LONGEST = 900
_MOST_LINES = 4


class Level(Enum):
    """The levels of annotations, the most important first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Annotation(NamedTuple):
    """What to say, and beside which lines.

    Attributes:
        level: how important it is.
        title: a few words.
        messages: the lines of the message; the first must be enough by itself.
        file: a path within the repository, or ``""``.
        lines: the first and the last line, or None.
        columns: the first column and the one behind the last; only for one line.
    """

    level: Level
    title: str
    messages: tuple[str, ...]
    file: str = ""
    lines: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None


def commands(annotations: Iterable[Annotation], elsewhere: str, folders: Folders | None = None) -> str:
    """Return the commands, worst first, and no more than GitHub shows.

    The last one of a level says how many are missing, and ``elsewhere`` where they can be read. With
    ``folders`` files are named as the repository has them.
    """
    known = list(annotations)
    if folders is not None:
        known = [one._replace(file=folders.named(one.file)) if one.file else one for one in known]
    return "".join(command(one) for level in Level for one in _shown(known, level, elsewhere))


def _shown(annotations: Iterable[Annotation], level: Level, elsewhere: str) -> Iterator[Annotation]:
    own = [one for one in annotations if one.level is level]
    if len(own) <= MOST_OF_A_LEVEL:
        yield from own
        return
    *first, last = own[:MOST_OF_A_LEVEL]
    yield from first
    said = f"{number(len(own) - MOST_OF_A_LEVEL, f'more {level.value}')} not shown; {elsewhere}"
    yield last._replace(messages=(*last.messages[:_MOST_LINES], said))


def command(annotation: Annotation) -> str:
    """Return one command, its line ended."""
    properties = {"file": annotation.file, "title": annotation.title, **_place(annotation)}
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    message = "%0A".join(_data(terminal(part, _LONGEST)) for part in annotation.messages)
    return f"::{annotation.level.value} {said}".rstrip() + f"::{message}\n"


def _place(annotation: Annotation) -> dict[str, str]:
    if not annotation.file or annotation.lines is None:
        return {}
    first, last = annotation.lines
    place = {"line": str(first), "endLine": str(last)}
    # GitHub drops columns that lie on different lines.
    if annotation.columns is not None and first == last:
        place |= {"col": str(annotation.columns[0]), "endColumn": str(annotation.columns[1])}
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(terminal(text)).replace(":", "%3A").replace(",", "%2C")
