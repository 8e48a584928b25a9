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
    {"postures": {"posture:linux": ["node:os = 'linux'"]}}
    ```
    fixed:
    ```hujson
    {"postures": {"posture:linux": ["node:os == 'linux'"]}}
    ```
    good:
    ```hujson
    {"postures": {"posture:recentClient": ["node:tsVersion >= '1.80'"]}}
    ```

Fix:
    Unsafe: writes the operator that was probably meant.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.posture_logic import is_unreadable
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report | None:
    """Report what cannot be read; what can be is another rule's."""
    return (
        with_replacement(context, problem, Applicability.UNSAFE) if is_unreadable(context, problem) else None
    )
