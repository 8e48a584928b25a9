"""The name of an application capability is refused.

What it does:
    Reports keys of `app` in `grants` that are not written `domain/path`, and names in the domain of Tailscale
    that the control plane is known to refuse.

Why:
    A capability is named by a domain and a path, without a scheme: `example.com/cap/admin`. The control plane
    refuses other names, and those of its own domain that are not for grants.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"https://tailscale.com/cap/secrets": [{}]}}]}
    ```
    fixed:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"tailscale.com/cap/secrets": [{}]}}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["*"], "app": {"example.com/cap/admin": [{"role": "reader"}]}}]}
    ```

Fix:
    Unsafe: leaves out the scheme, or corrects the name, where it is known which is meant.

References:
    - https://tailscale.com/kb/1324/grants#app
    - https://tailscale.com/kb/1537/grants-app-capabilities
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report | None:
    """Offer the right name; what nothing shows to be refused belongs to ``unknown-capability``."""
    return None if problem.server is None else with_replacement(context, problem, Applicability.UNSAFE)
