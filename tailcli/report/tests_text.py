"""The results of a policy's own tests, for people: what did not pass, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain import Places
from tailcli.findings.model import Severity
from tailcli.policytests.results import Status
from tailcli.report.access_rules import fact_lines, hint_lines, near_lines, rule_lines, where
from tailcli.report.counts import number
from tailcli.report.escape import first, terminal
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.policytests.coverage import RuleCoverage
    from tailcli.policytests.results import Assertion, EntryResult, Fault, Run
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText

_LIMIT = 200
_RULES = 5


def render(run: Run, covered: Sequence[RuleCoverage] | None = None, style: Style = PLAIN) -> str:
    """Return every entry that does not pass, the coverage where it is asked for, and a line that counts."""
    source = run.policy.document.source
    places = Places(run.policy)
    blocks = [
        "\n".join(entry_lines(entry, source, places, style))
        for entry in run.entries
        if entry.status is not Status.PASS
    ]
    if covered is not None:
        blocks.append("\n".join(_coverage(covered, source, style)))
    return "\n\n".join([*blocks, _counted(run)]) + "\n"


def _counted(run: Run) -> str:
    name = first(run.policy.document.source.name)
    if not run.entries:
        return f"{name}: no tests"
    counts = run.counts
    parts = [f"{counts[Status.PASS]} passed"]
    parts += [f"{counts[s]} {word}" for s, word in _WORDS if counts[s]]
    return f"{name}: {number(len(run.entries), 'test')}: {', '.join(parts)}"


_WORDS = ((Status.FAIL, "failed"), (Status.UNKNOWN, "unknown"))
_SEVERITY = {Status.FAIL: Severity.ERROR, Status.UNKNOWN: Severity.WARNING}


def entry_lines(
    entry: EntryResult, source: SourceText, places: Places, style: Style = PLAIN
) -> Iterator[str]:
    """Yield the place and name of an entry, then what of it does not pass, and why."""
    status = style.severity(_SEVERITY.get(entry.status, Severity.INFO), entry.status.value.upper())
    place = style.bold(where(source, entry.entry.node.span))
    src = "" if entry.entry.src is None else f" from {terminal(entry.entry.src.value, _LIMIT)}"
    yield f"{place} {status} {entry.name}{src}"
    if entry.fault is not None:
        yield from (f"  {line}" for line in _fault(entry.fault))
    if entry.doubt is not None:
        yield from (f"  {line}" for line in _fault(entry.doubt))
    for assertion in entry.assertions:
        if assertion.status is not Status.PASS:
            yield from (f"  {line}" for line in _assertion(assertion, source, places))


def _assertion(assertion: Assertion, source: SourceText, places: Places) -> Iterator[str]:
    line, _ = source.position(assertion.node.start)
    target = f" on {terminal(assertion.target, _LIMIT)}" if assertion.target else ""
    what = f"line {line}: {assertion.expected} {terminal(assertion.node.value, _LIMIT)}{target}"
    if assertion.fault is not None:
        yield what
        yield from (f"  {line}" for line in _fault(assertion.fault))
        return
    verb = "unknown whether" if assertion.status is Status.UNKNOWN else "it is"
    yield f"{what}: {verb} {_actual(assertion)}"
    yield from (f"  {line}" for line in fact_lines(assertion.missing))
    yield from (f"  {line}" for line in hint_lines(assertion.missing))
    for answer in assertion.rules[:_RULES]:
        yield from (f"  {line}" for line in rule_lines(source, places, answer, assertion.ends))
    if len(assertion.rules) > _RULES:
        yield f"  and {number(len(assertion.rules) - _RULES, 'more rule')}"
    if assertion.actual in {"denied", "deny"} and not assertion.near:
        yield "  no rule comes near"
    yield from (f"  {line}" for line in near_lines(source, assertion.near))


def _actual(assertion: Assertion) -> str:
    """Return what happens, in words that follow "it is"."""
    if not assertion.target:
        return assertion.actual
    return " or ".join(_OUTCOMES[outcome] for outcome in assertion.actual.split(" or "))


_OUTCOMES = {
    "accept": "accepted without a check",
    "check": "accepted after a check",
    "deny": "denied",
}


def _fault(fault: Fault) -> Iterator[str]:
    yield terminal(fault.message, _LIMIT)
    if fault.hint:
        yield f"hint: {terminal(fault.hint, _LIMIT)}"
    if fault.server:
        yield f"server: {terminal(fault.server, _LIMIT)}"


def _coverage(covered: Sequence[RuleCoverage], source: SourceText, style: Style) -> Iterator[str]:
    idle = [rule for rule in covered if not rule.is_exercised]
    unguarded = [rule for rule in covered if rule.is_exercised and not rule.is_noticed]
    yield style.bold(f"Coverage: tests exercise {len(covered) - len(idle)} of {number(len(covered), 'rule')}")
    for title, rules in (
        ("no test exercises", idle),
        ("no test would notice if they were removed", unguarded),
    ):
        if rules:
            yield f"  {title}:"
            yield from (f"    {rule.name} ({where(source, rule.rule.node.span)})" for rule in rules)
