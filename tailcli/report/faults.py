"""What `validate` found: syntax problems and violations of the schema, for people and for programs."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report, Severity
from tailcli.findings.wording import sentence
from tailcli.lint.problems import allowed_hint
from tailcli.report import json_text
from tailcli.report.counts import number
from tailcli.report.escape import first, terminal
from tailcli.report.findings_json import place
from tailcli.report.full import MESSAGE_LIMIT, excerpts
from tailcli.report.workflow_commands import Annotation, Level, commands
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.hujson.nodes import SyntaxProblem
    from tailcli.report.json_text import Json
    from tailcli.report.paths import Folders
    from tailcli.report.style import Style
    from tailcli.schema.validate import Violation
    from tailcli.schema.validation import Validation
    from tailcli.source.text import SourceText, Span

VERSION = 1
SYNTAX = "syntax"


class FaultFormat(Enum):
    """The values of ``--format`` of ``tailcli validate``."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


class _Fault(NamedTuple):
    kind: str
    pointer: str
    allowed: tuple[str, ...]
    report: Report


def render_full(checked: Sequence[Validation], style: Style) -> str:
    """Return every fault with its line, and a count."""
    blocks = ["\n".join(_block(one.source, fault, style)) for one in checked for fault in _faults(one)]
    total = number(len(blocks), "fault") if blocks else "No faults"
    return "\n\n".join([*blocks, f"{total} in {number(len(checked), 'file')}."]) + "\n"


def render_concise(checked: Sequence[Validation], style: Style) -> str:
    """Return a line for each fault."""
    return "".join(
        f"{_where(one.source, fault.report, style)}: {_kind(fault, style)} "
        f"{terminal(fault.report.message, MESSAGE_LIMIT)}\n"
        for one in checked
        for fault in _faults(one)
    )


def render_json(checked: Sequence[Validation], _style: Style) -> str:
    """Return one JSON object, in ASCII."""
    faults = [_record(one.source, fault) for one in checked for fault in _faults(one)]
    return json_text.document({"version": VERSION, "faults": faults, "files": len(checked)})


def render_github(checked: Sequence[Validation], folders: Folders | None = None) -> str:
    """Return workflow commands, all of them errors; the last one says how many are missing.

    With ``folders`` files are named as the repository has them.
    """
    found = [_annotation(one.source, fault) for one in checked for fault in _faults(one)]
    return commands(found, "`tailcli validate` prints every fault", folders)


def _annotation(source: SourceText, fault: _Fault) -> Annotation:
    from tailcli.report.findings.annotations import annotation

    return annotation(Level.ERROR, f"schema: {fault.kind}", source, fault.report)


def _faults(checked: Validation) -> list[_Fault]:
    found = [*map(_of_syntax, checked.syntax), *map(_of_schema, checked.violations)]
    return sorted(found, key=lambda fault: fault.report.span)


def _of_syntax(problem: SyntaxProblem) -> _Fault:
    labels = tuple(Label(span, sentence(message)) for span, message in problem.related)
    return _Fault(SYNTAX, "", (), _report(problem.span, problem.message, problem.hint, labels))


def _of_schema(violation: Violation) -> _Fault:
    hint = violation.hint or allowed_hint(violation.allowed)
    report = _report(violation.span, violation.message, hint)
    return _Fault(violation.fault.value, violation.pointer, violation.allowed, report)


def _report(span: Span, message: str, hint: str | None, labels: tuple[Label, ...] = ()) -> Report:
    return Report(span, sentence(message), hint and sentence(hint), labels=labels)


def _block(source: SourceText, fault: _Fault, style: Style) -> Iterator[str]:
    yield f"{_where(source, fault.report, style)} {_kind(fault, style)}"
    yield f"  {terminal(fault.report.message, MESSAGE_LIMIT)}"
    yield from excerpts(fault.report, source, style, Severity.ERROR)


def _where(source: SourceText, report: Report, style: Style) -> str:
    line, column = source.position(report.span.start)
    return style.bold(f"{first(source.name)}:{line}:{column}")


def _kind(fault: _Fault, style: Style) -> str:
    return style.severity(Severity.ERROR, fault.kind)


def _record(source: SourceText, fault: _Fault) -> Json:
    return {
        "kind": fault.kind,
        "file": source.name,
        **place(source, fault.report.span),
        "pointer": fault.pointer,
        "message": fault.report.message,
        "hint": fault.report.hint,
        "allowed": fault.allowed,
    }
