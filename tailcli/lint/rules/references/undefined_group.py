"""A group is named that `groups` does not define.

What it does:
    Reports every `group:NAME` whose name is not a key of `groups`. A name with an `@` in it comes from an
    identity provider and is not reported.

Why:
    The control plane refuses a policy file that names an unknown group.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:devs"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: define the group, or correct
    the name.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem

_HINT = 'define it in "groups"; for a file that is a part of a policy, set kind = "fragment" in the settings'


def report(context: Context, problem: Problem) -> Report:
    """Offer what is probably meant as an unsafe fix."""
    found = with_replacement(context, problem, Applicability.UNSAFE)
    return found if found.hint else found._replace(hint=_HINT)
