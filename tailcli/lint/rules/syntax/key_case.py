"""A key is not spelled as the documentation spells it.

What it does:
    Reports keys that differ from their documented spelling in upper and lower case only, such as `ACLs` or
    `tagowners`.

Why:
    The control plane reads keys without regard to case. Editors, schemas and other readers of the file do
    not, and a second spelling of one key is easily overlooked.

Example:
    bad:
    ```hujson
    {"ACLs": []}
    ```
    good:
    ```hujson
    {"acls": []}
    ```
    fixed:
    ```hujson
    {"acls": []}
    ```

Fix:
    Safe: writes the documented spelling.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix
from tailcli.lint.problems import report_of
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(_context: Context, problem: Problem) -> Report:
    """Offer the documented spelling as a safe fix."""
    found = report_of(problem)._replace(hint=problem.hint)
    if not problem.allowed:
        return found
    edit = TextEdit(problem.span, f'"{problem.allowed[0]}"')
    return found._replace(fix=Fix(f'Spell it "{problem.allowed[0]}"', (edit,), Applicability.SAFE))
