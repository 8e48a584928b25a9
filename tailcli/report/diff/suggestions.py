"""Suggested tests as they stand in a policy, one entry a line, ready to be pasted.

Everything is ASCII: whatever a policy holds stands in it as an escape.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.diff.suggest import Entry, Suggestion

NOTHING = "No tests to suggest: a test asks about every row already, or no test can ask about it"


def title(suggestion: Suggestion) -> str:
    """Return what the entries are, in one phrase."""
    count = len(suggestion.tests) + len(suggestion.ssh_tests)
    if not count:
        return NOTHING
    return f"Tests that pin this change ({'1 entry' if count == 1 else f'{count} entries'})"


def entries(suggestion: Suggestion) -> Iterator[str]:
    """Yield lines for the top level of a policy: the sections ``tests`` and ``sshTests``, where not empty."""
    for section, found in (("tests", suggestion.tests), ("sshTests", suggestion.ssh_tests)):
        if found:
            yield f'"{section}": ['
            yield from (f"    {line}," for line in _lines(found))
            yield "],"


def _lines(found: Sequence[Entry]) -> Iterator[str]:
    return (json.dumps(entry) for entry in found)
