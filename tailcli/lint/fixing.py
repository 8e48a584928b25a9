"""Making the fixes that rules offer: as many at a time as can be, each text proved before the next.

A round takes the fixes of all findings that do not touch one another, makes them, and lints the result. Where
the proof fails, fewer are tried, down to a single one, which is then left out and named. So of two rules that
are each redundant because of the other, one stays.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from tailcli.findings.model import Applicability
from tailcli.lint.proving import objection
from tailcli.lint.runner import run
from tailcli.source.edits import apply_edits
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.findings.model import Finding
    from tailcli.lint.context import Context
    from tailcli.lint.proving import Objection
    from tailcli.lint.runner import LintResult
    from tailcli.source.edits import TextEdit
    from tailcli.source.text import SourceText, Span

    _Key: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]

ROUNDS = 100


class NotMade(NamedTuple):
    """A finding of an earlier text whose fix was left out, and why."""

    finding: Finding
    line: int
    objection: Objection


class Fixed(NamedTuple):
    """What became of a file.

    Attributes:
        before: the text as it was.
        result: what the rules say of the text as it is now; ``result.source`` holds it.
        made: the findings whose fixes were made, in that order.
        not_made: the findings whose fixes would have done harm.
        is_settled: whether no fix was left to make; False is a fault of a rule.
    """

    before: SourceText
    result: LintResult
    made: tuple[Finding, ...]
    not_made: tuple[NotMade, ...]
    is_settled: bool = True

    @property
    def is_changed(self) -> bool:
        """Whether the text is another one now."""
        return self.before.text != self.result.source.text


def fix(context: Context, *, unsafe: bool = False) -> Fixed:
    """Make the safe fixes of a file, and with ``unsafe`` the others that may be written, until none is left.

    Every text that came of safe fixes means what the one before it meant; see ``proving.objection``.
    """
    work = _Work(context, unsafe=unsafe)
    for _ in range(ROUNDS):
        batch = work.batch()
        if not batch:
            return work.outcome(is_settled=True)
        work.make(batch)
        if work.goes_in_circles:
            break
    return work.outcome(is_settled=False)


class _Work:
    """The state of the loop: the file as it is now, what was made and what must not be."""

    def __init__(self, context: Context, *, unsafe: bool) -> None:
        self._before = context.source
        self._context = context
        self._unsafe = unsafe
        self._result = run(context)
        self._made: list[Finding] = []
        self._not_made: dict[_Key, NotMade] = {}
        self._seen = {context.source.text}
        self.goes_in_circles = False

    def outcome(self, *, is_settled: bool) -> Fixed:
        """Return what became of the file."""
        refused = tuple(self._not_made.values())
        return Fixed(self._before, self._result, tuple(self._made), refused, is_settled)

    def batch(self) -> list[Finding]:
        """Return the findings whose fixes can be made together: safe ones as long as there are any."""
        text = self._context.source.text
        open_ = [
            finding
            for finding in sorted(self._result.findings, key=lambda one: (one.code, one.report.span))
            if finding.report.fix is not None and _key(finding, text) not in self._not_made
        ]
        safe = [one for one in open_ if _applicability(one) is Applicability.SAFE]
        wanted = safe or ([one for one in open_ if _applicability(one) is Applicability.UNSAFE])
        return _apart(wanted if safe or self._unsafe else [])

    def make(self, batch: Sequence[Finding]) -> None:
        """Make the fixes of a batch, or of as much of its beginning as does no harm."""
        is_safe = _applicability(batch[0]) is Applicability.SAFE
        while True:
            text = apply_edits(self._context.source.text, _edits(batch))
            context = self._context.with_text(text)
            against = objection(self._context, context, is_safe=is_safe)
            if against is None:
                self._move_on(context, batch)
                return
            if len(batch) == 1:
                self._leave_out(batch[0], against)
                return
            batch = batch[: len(batch) // 2]

    def _move_on(self, context: Context, batch: Iterable[Finding]) -> None:
        self.goes_in_circles = context.source.text in self._seen
        self._seen.add(context.source.text)
        self._made += batch
        self._context = context
        self._result = run(context)

    def _leave_out(self, finding: Finding, against: Objection) -> None:
        source = self._context.source
        line = source.position(finding.report.span.start).line
        self._not_made[_key(finding, source.text)] = NotMade(finding, line, against)


def _applicability(finding: Finding) -> Applicability | None:
    return finding.report.fix and finding.report.fix.applicability


def _edits_of(finding: Finding) -> tuple[TextEdit, ...]:
    return finding.report.fix.edits if finding.report.fix else ()


def _key(finding: Finding, text: str) -> _Key:
    """Return what a fix is known by from one text to the next, whose places differ."""
    edits = ((text[edit.span.start : edit.span.end], edit.replacement) for edit in _edits_of(finding))
    return finding.code, finding.report.message, tuple(edits)


def _edits(batch: Iterable[Finding]) -> list[TextEdit]:
    """Return the edits of a batch; two findings may have one and the same fix."""
    return [edit for edits in dict.fromkeys(map(_edits_of, batch)) for edit in edits]


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose fixes do not touch those of an earlier one, or are the same."""
    taken: list[Span] = []
    chosen: dict[tuple[TextEdit, ...], None] = {}
    kept: list[Finding] = []
    for finding in findings:
        edits = _edits_of(finding)
        if edits not in chosen:
            if not edits or any(_touches(edit.span, taken) for edit in edits):
                continue
            for edit in edits:
                taken.insert(bisect_left(taken, edit.span), edit.span)
            chosen[edits] = None
        kept.append(finding)
    return kept


def _touches(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a span overlaps one of some sorted ones, or inserts where another inserts."""
    at = bisect_left(taken, span)
    before = taken[at - 1] if at else None
    after = taken[at] if at < len(taken) else None
    return (before is not None and before.end > span.start) or (
        after is not None and (after.start < span.end or after == span)
    )
