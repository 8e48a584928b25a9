"""A diff as a comment on a pull request: a headline, then collapsible sections, within GitHub's limit.

Nothing of a policy becomes markup, a mention or a link: a word that is not plainly a word stands in a code
span, inside which GitHub interprets nothing.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from tailcli.report.counts import number
from tailcli.report.diff.bundles import bundles
from tailcli.report.diff.devices import device_lines
from tailcli.report.diff.gating import change_lines, heading, is_worth_telling
from tailcli.report.diff.gating import lines as gate_lines
from tailcli.report.diff.judgements import mismatch_words, verdict_words
from tailcli.report.diff.outline import (
    ALSO,
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
from tailcli.report.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff, Cause, Row
    from tailcli.diff.suggest import Suggestion
    from tailcli.report.diff.bundles import Bundle
    from tailcli.report.diff.outline import Section

LIMIT = 60_000
MARKER = "<!-- tailcli diff -->"
"""The first line: whoever posts the comment finds by it the one to replace."""

# What is kept for closing tags and the lines that say how much is missing.
_RESERVE = 1_500
_IDLE_SHOWN = 20
# A longer section is closed: the headline and its count come first, and the page stays short.
_OPEN_ROWS = 30


def render(
    diffs: Sequence[AccessDiff],
    *,
    by: Grouping = Grouping.CAUSE,
    expand: bool = False,
    judgement: Judgement | None = None,
    gates: Sequence[Gated] = (),
    limit: int = LIMIT,
) -> str:
    """Return the comment, at most ``limit`` characters; what did not fit is counted in it."""
    page = _Page(by, limit - _RESERVE, expand=expand)
    said = list(page.judged(judgement)) if judgement is not None else []
    lines = [
        line
        for diff, gated in zip_longest(diffs, gates)
        for line in (*page.diff(diff), *(page.gates(gated) if gated is not None else ()))
    ]
    return "\n".join([MARKER, *lines, *said, *page.missing()]) + "\n"


def suggested(suggestion: Suggestion, room: int) -> str:
    """Return tests for one diff in a code block: all of them, or a line that says that they do not fit."""
    found = list(entries(suggestion))
    if not found:
        return f"\n{title(suggestion)}.\n"
    opening = ["", f"<details><summary>{title(suggestion)}</summary>", "", "```json"]
    block = "\n".join([*opening, *found, "```", "", "</details>", ""])
    return block if len(block) <= room else f"\n{title(suggestion)} do not fit into this comment.\n"


class _Page:
    """A page that counts what it can still take."""

    __slots__ = ("_by", "_expand", "_files_left_out", "_left", "_rows_left_out")

    def __init__(self, by: Grouping, room: int, *, expand: bool) -> None:
        self._by = by
        self._expand = expand
        self._left = room
        self._rows_left_out = 0
        self._files_left_out = 0

    def diff(self, diff: AccessDiff) -> Iterator[str]:
        head = list(_head(diff))
        if not self._takes(head):
            self._files_left_out += 1
            self._rows_left_out += len(diff.rows)
            return
        yield from head
        for section in sections(diff, self._by):
            yield from self._section(section)
        yield from self._idle(diff.idle_causes)

    def judged(self, judgement: Judgement) -> Iterator[str]:
        """Yield whether the change is what was announced."""
        yield f"**{prose(verdict_words(judgement))}.**"
        yield ""
        for place, mismatch in enumerate(judgement.mismatches):
            line = f"- {prose(mismatch_words(mismatch, judgement.name))}"
            if not self._takes([line]):
                yield f"- {len(judgement.mismatches) - place} more"
                break
            yield line
        yield ""

    def gates(self, gated: Gated) -> Iterator[str]:
        """Yield what the gates find, open where it fails the change, and what changes in the settings."""
        if not is_worth_telling(gated):
            return
        said = [f"- {prose(line)}" for line in gate_lines(gated)]
        said += [f"- settings: {prose(line)}" for line in change_lines(gated)]
        is_open = " open" if gated.fails or gated.changes else ""
        opening = [f"<details{is_open}><summary>{prose(heading(gated))}</summary>", ""]
        closing = ["", "</details>", ""]
        if not self._takes([*opening, *closing]):
            return
        yield from opening
        for place, line in enumerate(said):
            if not self._takes([line]):
                yield f"- {len(said) - place} more"
                break
            yield line
        yield from closing

    def missing(self) -> Iterator[str]:
        """Yield the lines that say what did not fit."""
        if self._files_left_out:
            yield f"**{number(self._files_left_out, 'more file')} not shown.**"
            yield ""
        if self._rows_left_out:
            rows = number(self._rows_left_out, "more row")
            yield f"**{rows} not shown: this comment is full.** `tailcli diff` shows them all."

    def _takes(self, lines: list[str]) -> bool:
        size = sum(len(line) + 1 for line in lines)
        if size > self._left:
            return False
        self._left -= size
        return True

    def _section(self, section: Section) -> Iterator[str]:
        is_open = "" if section.title == ALSO or len(section.rows) > _OPEN_ROWS else " open"
        opening = [
            f"<details{is_open}><summary>{section.title} ({number(len(section.rows), 'row')})</summary>",
            "",
        ]
        closing = ["", "</details>", ""]
        if not self._takes([*opening, *closing]):
            self._rows_left_out += len(section.rows)
            return
        yield from opening
        missing = 0
        for group in section.groups:
            titled = bool(group.title) and (len(group.rows) > 1 or self._by is not Grouping.CAUSE)
            words, rows = group.told_once() if titled else (group.title, group.rows)
            title = [f"- **{prose(words)}**"] if titled else []
            if not self._takes(title):
                missing += len(group.rows)
                continue
            yield from title
            for bundle in bundles(rows, expand=self._expand):
                lines, left_out = self._bundle(bundle, "  " if titled else "", told=titled)
                yield from lines
                missing += left_out
        if missing:
            yield f"- {number(missing, 'more row')} of this section not shown"
            self._rows_left_out += missing
        yield from closing

    def _bundle(self, bundle: Bundle, indent: str, *, told: bool) -> tuple[list[str], int]:
        """Return the lines of a bundle that fit, and how many of its rows are neither shown nor counted."""
        more = [f"{indent}- {prose(bundle.more)}"] if bundle.more else []
        found = [f"{indent}- {prose(bundle.summary)}"] if bundle.summary else []
        if not self._takes([*found, *more]):
            return [], len(bundle.rows) + len(bundle.left_out)
        missing = 0
        for row in bundle.rows:
            lines = self._row(row, indent, told=told)
            if self._takes(lines):
                found += lines
            else:
                missing += 1
        return [*found, *more], missing

    def _row(self, row: Row, indent: str, *, told: bool) -> list[str]:
        details = [terms(row)] if terms(row) else []
        if row.cause is not None and (not told or self._by is not Grouping.CAUSE):
            details.append(f"cause: {cause_words(row.cause)}")
        details += [doubts(row)] if row.depends else []
        details += [f"note: {note}" for note in row.notes]
        details += device_lines(row) if self._expand else []
        details += [rules(row)] if rules(row) else []
        said = f"{indent}- `{row.change.value}` {prose(sentence(row, expand=self._expand))}"
        return [said, *(f"{indent}  - {prose(detail)}" for detail in details)]

    def _idle(self, causes: Sequence[Cause]) -> Iterator[str]:
        if not causes:
            return
        title = f"Without effect on access ({number(len(causes), 'edit')})"
        shown = [f"- {prose(cause_words(cause))}" for cause in causes[:_IDLE_SHOWN]]
        more = [f"- {len(causes) - _IDLE_SHOWN} more"] if len(causes) > _IDLE_SHOWN else []
        lines = [f"<details><summary>{title}</summary>", "", *shown, *more, "", "</details>", ""]
        if self._takes(lines):
            yield from lines


def _head(diff: AccessDiff) -> Iterator[str]:
    yield f"### Access change: {prose(diff.old.name)} -> {prose(diff.new.name)}"
    yield ""
    for line in preamble(diff):
        yield f"> **{prose(line)}.**"
        yield ""
    yield f"**{prose(headline(diff))}**"
    yield ""
    if diff.rows:
        yield f"{prose(count_words(diff))}.{unnoticed(diff)}"
        yield ""
    for remark in remarks(diff):
        yield f"Note: {prose(remark)}."
        yield ""
