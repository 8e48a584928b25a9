"""A key is not a word of the policy language.

What it does:
    Reports every key that the policy language does not know at its place, with the key that is probably meant
    or the keys that are known there.

Why:
    The control plane refuses a file with an unknown key. Where it does not, the value below the key has no
    effect: a rule whose destinations stand under `dest` reaches nothing.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "src": ["tag:monitoring"], "dest": ["tag:derp:9100"]}]}
    ```
    fixed:
    ```hujson
    {"acls": [{"action": "accept", "src": ["tag:monitoring"], "dst": ["tag:derp:9100"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "src": ["tag:monitoring"], "dst": ["tag:derp:9100"]}]}
    ```

Fix:
    Unsafe: writes the key that is probably meant. None where that is not known.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import report_of, with_replacement
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report:
    """Offer the key that is probably meant, where there is one, as an unsafe fix."""
    if not problem.allowed or problem.hint != f"Did you mean {quote(problem.allowed[0])}?":
        return report_of(problem)
    meant = problem._replace(allowed=problem.allowed[:1])
    return with_replacement(context, meant, Applicability.UNSAFE)
