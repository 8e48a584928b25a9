"""Suggested tests as they stand in a policy, one entry a line, ready to be pasted.

Everything is ASCII: whatever a policy holds stands in it as an escape.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.diff.suggest import Entry, Suggestion

_UNASKED = "cannot be pinned by a test that is sure to pass"


def title(suggestion: Suggestion) -> str:
    """Return what the entries are, in one phrase."""
    count = len(suggestion.tests) + len(suggestion.ssh_tests)
    if not count:
        return f"No tests to suggest: {_why_none(suggestion)}"
    return f"Tests that pin this change ({'1 entry' if count == 1 else f'{count} entries'})"


def _why_none(suggestion: Suggestion) -> str:
    rows, tested = suggestion.rows, suggestion.tested
    left = rows - tested
    if not rows:
        return "access is the same"
    if not left:
        which = "the only row" if rows == 1 else f"each of the {rows} rows"
        return f"a test asks about {which} of access already"
    if not tested:
        return f"the only row of access {_UNASKED}" if rows == 1 else f"the {rows} rows of access {_UNASKED}"
    others = "the other" if left == 1 else f"the other {left}"
    return f"a test asks about {tested} of the {rows} rows of access already, and {others} {_UNASKED}"


def entries(suggestion: Suggestion) -> Iterator[str]:
    """Yield lines for the top level of a policy: the sections ``tests`` and ``sshTests``, where not empty."""
    for section, found in (("tests", suggestion.tests), ("sshTests", suggestion.ssh_tests)):
        if found:
            yield f'"{section}": ['
            yield from (f"    {line}," for line in _lines(found))
            yield "],"


def _lines(found: Sequence[Entry]) -> Iterator[str]:
    return (json.dumps(entry) for entry in found)
