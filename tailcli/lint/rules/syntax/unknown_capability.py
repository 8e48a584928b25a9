"""A capability in the domain of Tailscale is none that is documented.

What it does:
    Reports keys of `app` in `grants` that begin with `tailscale.com/` and are not among the documented
    capabilities.

Why:
    Programs look for the exact name of a capability. One that nobody documents is most probably misspelt, and
    then it gives nothing. The control plane refuses some names of its own domain.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"tailscale.com/cap/secret": [{"action": ["get"]}]}}]}
    ```
    fixed:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"tailscale.com/cap/secrets": [{"action": ["get"]}]}}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"tailscale.com/cap/secrets": [{"action": ["get"]}]}}]}
    ```

Fix:
    Unsafe: corrects the name where one is near enough.

References:
    - https://tailscale.com/kb/1537/grants-app-capabilities
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the names that nothing shows to be refused."""
    for problem in context.problems(Kind.CAPABILITY_NAME):
        if problem.server is None:
            yield with_replacement(context, problem, Applicability.UNSAFE)
