"""An SSH rule lets the client set any environment variable.

What it does:
    Reports entries of `acceptEnv` that match every name: `*`, `**` and the like.

Why:
    Some variables make programs do something else: `LD_PRELOAD`, `PATH`, `GIT_SSH_COMMAND`. Whoever logs in
    may set them for everything that the account starts.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "acceptEnv": ["*"],
      }],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "acceptEnv": ["GIT_AUTHOR_*"],
      }],
    }
    ```

Fix:
    None: name the variables that are needed.

References:
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report patterns that match every name."""
    for rule in context.policy.ssh:
        for node in rule.accept_env:
            if node.value and not node.value.strip("*"):
                yield Report(
                    node.span,
                    f"{quote(node.value)} lets the client set any environment variable",
                    hint="name the variables that are needed, such as GIT_AUTHOR_*",
                )
