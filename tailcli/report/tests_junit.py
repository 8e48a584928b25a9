"""The results of a policy's own tests as JUnit XML: an unknown one is a skipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tailcli.access.explain import Places
from tailcli.policytests.results import Status
from tailcli.report.escape import terminal
from tailcli.report.tests_text import entry_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policytests.results import EntryResult, Run
    from tailcli.source.text import SourceText


def render(run: Run, *, strict: bool = False) -> str:
    """Return one suite with a case for each entry; with ``strict`` an unknown one is a failure."""
    source = run.policy.document.source
    places = Places(run.policy)
    failed = sum(_is_failure(entry, strict=strict) for entry in run.entries)
    skipped = run.counts[Status.FAIL] + run.counts[Status.UNKNOWN] - failed
    numbers = f'tests="{len(run.entries)}" failures="{failed}" errors="0" skipped="{skipped}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="tailcli" {numbers}>',
        f"  <testsuite name={_attribute(source.name)} {numbers}>",
    ]
    for entry in run.entries:
        lines += _case(entry, source, places, strict=strict)
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


def _is_failure(entry: EntryResult, *, strict: bool) -> bool:
    return entry.status is Status.FAIL or (strict and entry.status is Status.UNKNOWN)


def _case(entry: EntryResult, source: SourceText, places: Places, *, strict: bool) -> Iterator[str]:
    line, _ = source.position(entry.entry.node.start)
    src = "" if entry.entry.src is None else f" from {entry.entry.src.value}"
    head = (
        f"    <testcase classname={_attribute(entry.section)} name={_attribute(entry.name + src)} "
        f'file={_attribute(source.name)} line="{line}"'
    )
    if entry.status is Status.PASS:
        yield f"{head}/>"
        return
    told = list(entry_lines(entry, source, places))
    tag = "failure" if _is_failure(entry, strict=strict) else "skipped"
    yield f"{head}>"
    message = told[1].strip() if len(told) > 1 else entry.status.value
    yield f"      <{tag} message={_attribute(message)}>{escape(chr(10).join(told))}</{tag}>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    """Return a quoted attribute; what XML cannot hold is shown as an escape."""
    return quoteattr(terminal(text))
