"""Suppressions: comments that silence rules at a place, or in the whole file.

    // tailcli: ignore[TP201] the guests are contractors
    // tailcli: ignore-file[key-case, TP901]

A suppression on a line of its own covers the entry that begins behind it, from end to end; one that shares a
line covers what begins on that line. Block comments count too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.registry import find_rule
from tailcli.lint.context import MARK
from tailcli.lint.lines import Lines
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.findings.model import Finding
    from tailcli.hujson.nodes import Comment, Document

_DIRECTIVE = re.compile(
    r"(?://+|/\*+)[ \t]*tailcli:[ \t]*(?P<verb>[\w-]*)(?P<list>\[(?P<words>[^\]\n]*)\])?", re.ASCII
)
_WORD = re.compile(r"[^\s,]+")
VERBS = ("ignore", "ignore-file")


class Word(NamedTuple):
    """A code or name in a suppression, at its place; ``code`` is None where no rule is called so."""

    text: str
    span: Span
    code: str | None


class Suppression(NamedTuple):
    """One comment that speaks to this program.

    Attributes:
        comment: the comment.
        verb: what it asks for; one of ``VERBS`` unless it is misspelt.
        words: the rules that it names.
        scope: findings that begin in it are covered. None where it covers nothing.
    """

    comment: Comment
    verb: str
    words: tuple[Word, ...]
    scope: Span | None


class Outcome(NamedTuple):
    """What the other rules found and what the suppressions made of it.

    Attributes:
        kept: findings that no suppression covers.
        silenced: the others.
        suppressions: all suppressions of the file.
        used: for each of them the codes of what it silenced.
        judged: the codes of the rules that ran: only of these it is known whether a suppression is needed.
    """

    kept: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    suppressions: tuple[Suppression, ...]
    used: tuple[frozenset[str], ...]
    judged: frozenset[str]


def settle(document: Document, findings: Iterable[Finding], judged: Iterable[str]) -> Outcome:
    """Part findings into those that the suppressions of the file cover and those that they do not."""
    known = suppressions(document)
    used: list[set[str]] = [set() for _ in known]
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding, covering in _covered(findings, known):
        for number in covering:
            used[number].add(finding.code)
        (silenced if covering else kept).append(finding)
    return Outcome(tuple(kept), tuple(silenced), known, tuple(map(frozenset, used)), frozenset(judged))


def _covered(
    findings: Iterable[Finding], known: Sequence[Suppression]
) -> Iterator[tuple[Finding, list[int]]]:
    """Yield each finding with the numbers of the suppressions that cover it, in one sweep over the text."""
    opening = sorted(
        ((one.scope.start, number) for number, one in enumerate(known) if one.scope is not None), reverse=True
    )
    open_by_code: dict[str, list[int]] = {}
    for finding in sorted(findings, key=lambda finding: finding.report.span.start):
        at = finding.report.span.start
        while opening and opening[-1][0] <= at:
            number = opening.pop()[1]
            for word in known[number].words:
                open_by_code.setdefault(word.code or "", []).append(number)
        still = [number for number in open_by_code.get(finding.code, ()) if _reaches(known[number], at)]
        open_by_code[finding.code] = still
        yield finding, still


def _reaches(one: Suppression, at: int) -> bool:
    """Tell whether a suppression whose scope has begun covers a place; an empty place at its end counts."""
    return one.scope is not None and at <= max(one.scope.end - 1, one.scope.start)


def unused_words(outcome: Outcome) -> tuple[tuple[Suppression, tuple[Word, ...]], ...]:
    """Return the suppressions that silence nothing, each with those of its words that do not.

    Of rules that did not run nothing is said, nor of rules about suppressions.
    """
    found = []
    for one, used in zip(outcome.suppressions, outcome.used, strict=True):
        idle = tuple(word for word in one.words if word.code in outcome.judged - used)
        if idle:
            found.append((one, idle))
    return tuple(found)


def suppressions(document: Document) -> tuple[Suppression, ...]:
    """Return the suppressions of a file, in the order of the text."""
    if MARK not in document.source.text:
        return ()
    lines = Lines(document)
    found = (_read(comment, lines) for comment in document.comments if MARK in comment.text)
    return tuple(one for one in found if one is not None)


def _read(comment: Comment, lines: Lines) -> Suppression | None:
    match = _DIRECTIVE.match(comment.text)
    if match is None:
        return None
    at = comment.start + max(match.start("words"), 0)
    words = tuple(_word(word[0], at + word.start()) for word in _WORD.finditer(match["words"] or ""))
    scope = _scope(comment, lines, is_for_file=match["verb"] == "ignore-file")
    return Suppression(comment, match["verb"], words, scope)


def _word(text: str, start: int) -> Word:
    rule = find_rule(text)
    return Word(text, Span(start, start + len(text)), None if rule is None else rule.code)


def _scope(comment: Comment, lines: Lines, *, is_for_file: bool) -> Span | None:
    if is_for_file:
        return Span(0, len(lines.text))
    first, last = lines.around(comment.start), lines.around(comment.end)
    if lines.has_code(Span(first.start, comment.start)) or lines.has_code(Span(comment.end, last.end)):
        return Span(first.start, last.end)
    return lines.entry_at(lines.next_code(comment.end))
