"""An assertion of a posture cannot be read.

What it does:
    Reports strings in `postures` that are not of the form `ATTRIBUTE OPERATOR VALUE`, `ATTRIBUTE IN ['a',
    'b']` or `ATTRIBUTE IS SET`.

Why:
    What cannot be read cannot be met by any device: access under this posture is lost, or the file is
    refused.

Example:
    bad:
    ```hujson
    {"postures": {"posture:recentClient": ["node:tsVersion => '1.80'"]}}
    ```
    good:
    ```hujson
    {"postures": {"posture:recentClient": ["node:tsVersion >= '1.80'"]}}
    ```

Fix:
    None.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.posture_logic import is_unreadable
from tailcli.lint.problems import report_of

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report | None:
    """Report what cannot be read; what can be is another rule's."""
    return report_of(problem) if is_unreadable(context, problem) else None
