"""A tag is named that `tagOwners` does not declare.

What it does:
    Reports every `tag:NAME` that is not a key of `tagOwners`.

Why:
    A tag exists by being declared: no device can carry one that is not. The control plane refuses a policy
    file that names an undeclared tag in an access rule, in `via` or as the target of a node attribute.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": ["autogroup:admin"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:wed"], "ip": ["tcp:443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": ["autogroup:admin"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": ["autogroup:admin"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
    }
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: declare the tag (`"tag:NAME":
    []` leaves it to the administrators), or correct the name.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem

_HINT = (
    'declare it in "tagOwners"; for a file that is a part of a policy, set kind = "fragment" in the settings'
)


def report(context: Context, problem: Problem) -> Report:
    """Offer what is probably meant as an unsafe fix."""
    found = with_replacement(context, problem, Applicability.UNSAFE)
    return found if found.hint else found._replace(hint=_HINT)
