"""The access history of a policy file: a line for each commit, or a record for programs."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

from tailcli.diff.model import Presence, Verdict
from tailcli.report.diff.outline import counts, headline
from tailcli.report.diff.records import VERSION
from tailcli.report.escape import terminal, width
from tailcli.report.style import PLAIN
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tailcli.diff.model import AccessDiff
    from tailcli.report.diff.records import Json
    from tailcli.report.style import Style

_SUBJECT = 200


class State(Enum):
    """Whether a version can be compared with the one before."""

    COMPARED = "compared"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


class Step(NamedTuple):
    """A commit of the history.

    Attributes:
        commit: its full id.
        short: its id as people write it.
        subject: the first line of its message.
        file: the file at that commit.
        state: whether there is a diff, and if not, why not.
        diff: the access diff with the last version before that can be read.
        reason: why the version cannot be read or compared, or its gates not be asked, with the place.
        gates: the names of the gates that the change fails; None where they are not asked.
    """

    commit: str
    short: str
    subject: str
    file: str
    state: State
    diff: AccessDiff | None = None
    reason: str = ""
    gates: tuple[str, ...] | None = None


def render(steps: Sequence[Step], style: Style = PLAIN) -> str:
    """Return a line for each step: id, verdict, rows gained, lost and on changed terms, gates, subject.

    On a terminal that is too narrow for a column of gates they stand below their step.
    """
    widest = max((len(_gates(step)) for step in steps), default=0)
    is_narrow = style != PLAIN and _START + widest + _LEAST > style.columns
    lines = (line for step in steps for line in _lines(step, style, widest, is_narrow=is_narrow))
    return "".join(f"{line}\n" for line in lines)


def _lines(step: Step, style: Style, widest: int, *, is_narrow: bool) -> Iterator[str]:
    yield _line(step, style, 0 if is_narrow else widest)
    if is_narrow and step.gates:
        from textwrap import wrap

        room = style.columns - len(_BELOW)
        for line in wrap(_gates(step), room, break_on_hyphens=False):
            yield f"{_BELOW}{style.bad(line)}"


def _line(step: Step, style: Style, widest: int) -> str:
    verdict = _verdict(step)
    numbers = _numbers(step.diff)
    gates = f"{_gates(step):<{widest}}  " if widest else ""
    start = f"{step.short}  {verdict:<{_WIDEST}}  {numbers:<{_NUMBERS}}  {gates}"
    subject = terminal(step.subject, _SUBJECT)
    if step.reason:
        subject = f"{subject} [{terminal(step.reason, _SUBJECT)}]"
    painted = f"{style.dim(step.short)}  {_paint(step, style, verdict)}  {numbers:<{_NUMBERS}}  "
    painted += style.bad(gates)
    return painted + _fitting(subject, style.columns - len(start), cut=style != PLAIN)


def _fitting(text: str, room: int, *, cut: bool) -> str:
    """Keep one line a commit on a terminal; elsewhere nothing is cut."""
    if not cut or width(text) <= max(room, _LEAST):
        return text
    while width(text) > max(room, _LEAST) - 3:
        text = text[:-1]
    return f"{text}..."


_LEAST = 20
_VERDICTS = {
    Verdict.IDENTICAL: "identical",
    Verdict.WIDER: "wider",
    Verdict.NARROWER: "narrower",
    Verdict.BOTH: "wider+narrower",
    Verdict.OTHER: "other changes",
}
_NEW = "new file"
_REMOVED = "removed"
_WIDEST = max(map(len, _VERDICTS.values()))
_NUMBERS = 10
_BELOW = " " * 9
_START = len(_BELOW) + _WIDEST + 2 + _NUMBERS + 2 + 2
"""What stands before a subject of a line with gates, but for the gates."""


def _verdict(step: Step) -> str:
    if step.diff is None:
        return step.state.value
    if step.diff.old.presence is Presence.ABSENT:
        return _NEW
    return _REMOVED if step.diff.new.presence is Presence.ABSENT else _VERDICTS[step.diff.verdict]


def _gates(step: Step) -> str:
    return f"fails {', '.join(step.gates)}" if step.gates else ""


def _numbers(diff: AccessDiff | None) -> str:
    if diff is None:
        return ""
    found = counts(diff)
    changed = f" ~{found.changed}" if found.changed else ""
    return f"+{found.gained} -{found.lost}{changed}"


def _paint(step: Step, style: Style, verdict: str) -> str:
    text = f"{verdict:<{_WIDEST}}"
    if step.diff is None:
        return style.bad(text)
    is_wider = step.diff.verdict in {Verdict.WIDER, Verdict.BOTH}
    return style.bold(text) if is_wider else text


def render_json(steps: Sequence[Step]) -> str:
    """Return one document; see ``schemas/diff.schema.json``."""
    document: Json = {"version": VERSION, "log": [_record(step) for step in steps]}
    return json.dumps(document, indent=2) + "\n"


def render_jsonl(steps: Sequence[Step]) -> str:
    """Return a record a line (``"type": "commit"``)."""
    return "".join(json.dumps({"type": "commit", "version": VERSION, **_record(s)}) + "\n" for s in steps)


def _record(step: Step) -> Mapping[str, Json]:
    diff = step.diff
    return {
        "commit": step.commit,
        "short": step.short,
        "subject": step.subject,
        "file": step.file,
        "state": step.state.value,
        "verdict": None if diff is None else diff.verdict.name.lower(),
        "certain": None if diff is None else diff.is_certain,
        "compared_with": None if diff is None else diff.old.name,
        "headline": None if diff is None else headline(diff),
        "summary": None if diff is None else counts(diff)._asdict(),
        "reason": step.reason,
        "gates": step.gates,
    }
