"""A diff for people at a terminal: the verdict first, then who gains, who loses, and on what terms."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from tailcli.diff.model import Change
from tailcli.report.counts import number
from tailcli.report.diff.bundles import bundles
from tailcli.report.diff.devices import device_lines, example
from tailcli.report.diff.gating import FAILS, change_lines, heading, is_worth_telling
from tailcli.report.diff.gating import lines as gate_lines
from tailcli.report.diff.judgements import lines
from tailcli.report.diff.outline import (
    Grouping,
    count_words,
    headline,
    preamble,
    remarks,
    sections,
    unnoticed,
)
from tailcli.report.diff.suggestions import entries, title
from tailcli.report.diff.words import cause_words, doubts, rules, sentence, terms
from tailcli.report.escape import terminal, width
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff, Cause, Row
    from tailcli.diff.suggest import Suggestion
    from tailcli.report.diff.outline import Group, Section
    from tailcli.report.style import Style

    Paint = Callable[[str], str]

_REFUSALS_SHOWN = 3
_IDLE_SHOWN = 5
_DETAIL = 4


def render(
    diffs: Sequence[AccessDiff],
    style: Style = PLAIN,
    *,
    by: Grouping = Grouping.CAUSE,
    expand: bool = False,
    gates: Sequence[Gated] = (),
) -> str:
    """Return one paragraph a file and section; lines are wrapped to the style's width."""
    page = _Page(style, by, expand=expand)
    blocks = [
        "\n".join([*page.lines(diff), *(page.gates(gated) if gated is not None else ())])
        for diff, gated in zip_longest(diffs, gates)
    ]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def judged(judgement: Judgement | None, style: Style = PLAIN) -> str:
    """Return the paragraph that says whether the change is what was announced; empty without one."""
    if judgement is None:
        return ""
    first, *rest = lines(judgement)
    paint = style.good if judgement.is_met else style.bad
    said = [paint(line) for line in wrap(terminal(first, _LONGEST), style.columns)]
    said += [one for line in rest for one in wrap(terminal(line.strip(), _LONGEST), style.columns, 2, 2)]
    return "\n".join(["", *said]) + "\n"


def suggested(suggestion: Suggestion, style: Style = PLAIN) -> str:
    """Return the paragraph with tests for one diff; its entries are to be copied, so they are not wrapped."""
    said = [style.bold(line) for line in wrap(title(suggestion), style.columns)]
    return "\n".join(["", *said, *(f"  {line}" for line in entries(suggestion))]) + "\n"


class _Page:
    """How one diff is laid out."""

    __slots__ = ("_by", "_expand", "_style")

    def __init__(self, style: Style, by: Grouping, *, expand: bool) -> None:
        self._style = style
        self._by = by
        self._expand = expand

    def lines(self, diff: AccessDiff) -> Iterator[str]:
        yield from self._wrapped(f"{diff.old.name} -> {diff.new.name}", 0, self._style.dim)
        for line in preamble(diff):
            yield from self._wrapped(f"{line}.", 0, self._style.bad)
        yield from self._refusals(diff)
        yield from self._wrapped(headline(diff), 0, self._style.bold)
        if diff.rows:
            yield from self._wrapped(f"{count_words(diff)}.{unnoticed(diff)}", 0)
        for remark in remarks(diff):
            yield from self._wrapped(f"note: {remark}", 0)
        for section in sections(diff, self._by):
            yield ""
            yield from self._section(section)
        yield from self._idle(diff.idle_causes)

    def gates(self, gated: Gated) -> Iterator[str]:
        """Yield what the gates find, and what the change does to the settings."""
        if not is_worth_telling(gated):
            return
        yield ""
        yield from self._wrapped(heading(gated), 0, self._style.bold)
        for line in gate_lines(gated):
            paint = self._style.bad if line.startswith(FAILS) else None
            yield from self._wrapped(line, 2, paint, hanging=2)
        if gated.changes:
            yield ""
            title = f"Settings of tailcli ({number(len(gated.changes), 'change')})"
            yield from self._wrapped(title, 0, self._style.bold)
        for line in change_lines(gated):
            yield from self._wrapped(line, 2, hanging=2)

    def _refusals(self, diff: AccessDiff) -> Iterator[str]:
        for message in diff.new.refusals[:_REFUSALS_SHOWN]:
            yield from self._wrapped(message, 2)
        more = len(diff.new.refusals) - _REFUSALS_SHOWN
        if more > 0:
            yield from self._wrapped(f"and {number(more, 'more error')} (tailcli lint lists them)", 2)

    def _section(self, section: Section) -> Iterator[str]:
        title = f"{section.title} ({number(len(section.rows), 'row')})"
        yield from self._wrapped(title, 0, self._style.bold)
        for group in section.groups:
            yield from self._group(group)

    def _group(self, group: Group) -> Iterator[str]:
        together = bool(group.title) and (len(group.rows) > 1 or self._by is not Grouping.CAUSE)
        title, rows = group.told_once() if together else (group.title, group.rows)
        if together:
            yield from self._wrapped(f"{title}:", 2, self._style.bold)
        indent = 4 if together else 2
        for bundle in bundles(rows, expand=self._expand):
            if bundle.summary:
                yield from self._wrapped(bundle.summary, indent, hanging=2)
            for row in bundle.rows:
                yield from self._row(row, indent, told=together)
            if bundle.more:
                yield from self._wrapped(bundle.more, indent, hanging=2)

    def _row(self, row: Row, indent: int, *, told: bool) -> Iterator[str]:
        said = sentence(row, expand=self._expand)
        lines = list(self._wrapped(f"{row.change.value} {said}", indent, hanging=2))
        first = lines[0].replace(row.change.value, self._sign(row.change), 1)
        yield from (first, *lines[1:])
        for detail in self._details(row, told=told):
            yield from self._wrapped(detail, indent + _DETAIL, hanging=2)
        place = rules(row)
        if place:
            yield from self._wrapped(place, indent + _DETAIL, self._style.dim, hanging=2)

    def _details(self, row: Row, *, told: bool) -> Iterator[str]:
        if terms(row):
            yield terms(row)
        if row.cause is not None and (not told or self._by is not Grouping.CAUSE):
            yield f"cause: {cause_words(row.cause)}"
        if row.depends:
            yield doubts(row)
        for note in row.notes:
            yield f"note: {note}"
        if self._expand:
            yield from device_lines(row)
        if self._expand and row.witness is not None:
            yield f"for example {example(row)}"

    def _idle(self, causes: Sequence[Cause]) -> Iterator[str]:
        if not causes:
            return
        yield ""
        title = f"Without effect on access ({number(len(causes), 'edit')})"
        yield from self._wrapped(title, 0, self._style.bold)
        # one more line is no longer than saying that there is one more
        shown = causes if self._expand or len(causes) == _IDLE_SHOWN + 1 else causes[:_IDLE_SHOWN]
        for cause in shown:
            yield from self._wrapped(cause_words(cause), 2, hanging=2)
        if len(causes) > len(shown):
            yield from self._wrapped(f"and {len(causes) - len(shown)} more (--expand)", 2)

    def _sign(self, change: Change) -> str:
        if change is Change.GAINED:
            return self._style.good(change.value)
        return self._style.bad(change.value) if change is Change.LOST else self._style.bold(change.value)

    def _wrapped(
        self, text: str, indent: int, paint: Paint | None = None, *, hanging: int = 0
    ) -> Iterator[str]:
        for line in wrap(terminal(text, _LONGEST), self._style.columns, indent, hanging):
            yield line if paint is None else paint(line)


_LONGEST = 4000


def wrap(text: str, columns: int, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """Yield printable text in lines of at most ``columns`` cells; words that are longer are cut apart.

    No line begins with ``::``, however it is indented: in the log of a workflow that would be a command.
    """
    margin, later = " " * indent, " " * (indent + hanging)
    line = margin
    is_empty = True
    for word in text.split(" "):
        for piece in _pieces(word, max(1, columns - len(later))):
            if not is_empty and width(line) + 1 + width(piece) > columns:
                yield _harmless(line)
                line, is_empty = later, True
            line = f"{line}{'' if is_empty else ' '}{piece}"
            is_empty = False
    yield _harmless(line)


def _harmless(line: str) -> str:
    text = line.lstrip()
    return f"{line[: len(line) - len(text)]}|{text[1:]}" if text.startswith("::") else line


def _pieces(word: str, room: int) -> Iterator[str]:
    """Cut a word where the room ends, behind a comma if there is one: half a number would be another one."""
    start = used = 0
    for place, character in enumerate(word):
        cells = width(character)
        if used + cells > room and place > start:
            end = word.rfind(",", start, place) + 1 or place
            yield word[start:end]
            start, used = end, width(word[end:place])
        used += cells
    yield word[start:]
