"""How often each rule found something."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult

VERSION = 1
_SIGNS = {Applicability.SAFE: "*", Applicability.UNSAFE: "!"}
_LEGEND = "* can be fixed with --fix, ! with --fix --unsafe-fixes"


class RuleCount(NamedTuple):
    """A rule, how often it found something, and in how many of those cases each kind of fix is offered."""

    code: str
    name: str
    findings: int
    safe: int
    unsafe: int


def count_by_rule(results: Iterable[LintResult]) -> list[RuleCount]:
    """Return the rules that found something, the most frequent first."""
    found = [finding for result in results for finding in result.findings]
    counts = Counter((finding.code, finding.name) for finding in found)
    fixes = Counter((finding.code, _applicability(finding)) for finding in found)
    rows = [
        RuleCount(code, name, count, fixes[code, Applicability.SAFE], fixes[code, Applicability.UNSAFE])
        for (code, name), count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.findings, row.code))


def _applicability(finding: Finding) -> Applicability | None:
    return finding.report.fix and finding.report.fix.applicability


def render_text(results: Iterable[LintResult]) -> str:
    """Return a table: count, code, fixable or not, name."""
    rows = count_by_rule(results)
    if not rows:
        return "No findings.\n"
    width = len(str(rows[0].findings))
    lines = [f"{row.findings:>{width}}  {row.code} {_sign(row)} {row.name}" for row in rows]
    legend = [_LEGEND] if any(row.safe or row.unsafe for row in rows) else []
    return "\n".join([*lines, *legend]) + "\n"


def _sign(row: RuleCount) -> str:
    if row.safe:
        return _SIGNS[Applicability.SAFE]
    return _SIGNS[Applicability.UNSAFE] if row.unsafe else " "


def render_json(results: Iterable[LintResult]) -> str:
    """Return the same for programs."""
    rules = [
        {"code": row.code, "name": row.name, "count": row.findings, "safe": row.safe, "unsafe": row.unsafe}
        for row in count_by_rule(results)
    ]
    return json.dumps({"version": VERSION, "rules": rules}, indent=2) + "\n"
