"""A posture asks for an attribute or a value that no device has.

What it does:
    Reports assertions with a namespace or an attribute that is not documented, an operator that the
    attribute's type does not have, and a value that it never takes (`node:os == 'darwin'` for `macos`).
    Names in `custom:` and the attributes of integrations are free.

Why:
    A device that lacks the attribute does not meet the assertion, whatever the operator: whoever needs this
    posture loses access.

Example:
    bad:
    ```hujson
    {"postures": {"posture:mac": ["node:os == 'darwin'"]}}
    ```
    good:
    ```hujson
    {"postures": {"posture:mac": ["node:os == 'macos'"]}}
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
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report assertions that can be read, and not met."""
    for problem in context.problems(Kind.POSTURE_ASSERTION):
        if not is_unreadable(context, problem):
            yield report_of(problem)
