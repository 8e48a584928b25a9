"""What ``tailcli lint`` writes: fixed files, suppressions, or a diff of what it would write."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from tailcli import api
from tailcli.report.counts import number
from tailcli.report.style import style_for
from tailcli.report.unified import unified_diff
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.cli.lint_choice import Chosen
    from tailcli.cli.lint_options import Changes
    from tailcli.lint.fixing import Fixed
    from tailcli.lint.runner import LintResult
    from tailcli.policy.model import Policy
    from tailcli.report.style import ColorChoice
    from tailcli.source.text import SourceText


class Changed(NamedTuple):
    """A text before and after, what the rules say of it now, and what to tell the user."""

    before: SourceText
    result: LintResult
    talk: tuple[str, ...]


def make_changes(policies: Sequence[Policy], chosen: Sequence[Chosen], changes: Changes) -> list[Changed]:
    """Work out the new texts; nothing is written yet."""
    pairs = zip(policies, chosen, strict=True)
    if changes.suppress:
        return [_suppressed(policy, one, changes.reason) for policy, one in pairs]
    return [
        _fixed(api.fix(policy, settings=one.settings, unsafe=changes.unsafe, inventory=one.known))
        for policy, one in pairs
    ]


def _suppressed(policy: Policy, one: Chosen, reason: str) -> Changed:
    source = policy.document.source
    before = api.lint(policy, settings=one.settings, inventory=one.known)
    if policy.document.problems:
        talk = (f"{source.name}: syntax errors: no suppressions were added",)
        return Changed(source, before, talk)
    text = api.add_suppressions(policy, settings=one.settings, reason=reason, inventory=one.known)
    result = api.lint(text, name=source.name, settings=one.settings, inventory=one.known)
    added = len(result.silenced) - len(before.silenced)
    return Changed(
        source, result, (f"{source.name}: {number(added, 'finding')} suppressed",) if added else ()
    )


def _fixed(fixed: Fixed) -> Changed:
    return Changed(fixed.before, fixed.result, tuple(_told(fixed)))


def _told(fixed: Fixed) -> Iterator[str]:
    name = fixed.before.name
    if fixed.made:
        counts = Counter((one.code, one.name) for one in fixed.made)
        rules = ", ".join(f"{count} {code} {rule}" for (code, rule), count in sorted(counts.items()))
        yield f"{name}: {number(len(fixed.made), 'finding')} fixed ({rules})"
    for finding, line, objection in fixed.not_made:
        yield f"{name}:{line}: the fix of {finding.code} {finding.name} was not made: {objection.value}"
    if not fixed.is_settled:
        yield f"{name}: the fixes did not come to an end; please report this with the file"


def diffs(changed: Sequence[Changed], color: ColorChoice) -> str:
    """Return what would be written, as a unified diff."""
    style = style_for(sys.stdout, color, os.environ)
    escape = sys.stdout.isatty()
    return "".join(
        unified_diff(one.before.name, one.before.text, one.result.source.text, style, escape=escape)
        for one in changed
    )
