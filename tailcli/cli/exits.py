"""Exit codes, the same for every command."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.findings.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN = 0
FOUND = 1
UNUSABLE = 2

EPILOG = "Exit codes: 0 nothing found, 1 something found, 2 wrong usage or an input that cannot be used."


class FailOn(Enum):
    """The values of ``--fail-on``: the least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def code_for(severities: Iterable[Severity], fail_on: FailOn) -> int:
    """Return the exit code for findings of the given severities."""
    if fail_on is FailOn.NEVER:
        return CLEAN
    least = Severity(fail_on.value).rank
    return FOUND if any(severity.rank >= least for severity in severities) else CLEAN
