"""A source of `autogroup:self` that the documentation rules out.

What it does:
    Reports sources that are no users in rules that lead to `autogroup:self`, where nothing shows that the
    control plane refuses them: tags, addresses, hosts and `autogroup:tagged` in SSH rules, IP sets,
    `autogroup:shared` and `autogroup:danger-all` in all rules. What is refused is `autogroup-self-source`.

Why:
    `autogroup:self` means the devices of the very user who connects. A tagged device or an address is no
    user: such a rule is refused or lets nobody in.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:ci": []},
      "ssh": [
        {"action": "accept", "src": ["tag:ci"], "dst": ["autogroup:self"], "users": ["deploy"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    None: name users, groups or `autogroup:member`, or another destination.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1193/tailscale-ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report sources of which only the documentation says that they are wrong."""
    for problem in context.problems(Kind.AUTOGROUP_SELF_SOURCE):
        if problem.server is None:
            yield report_of(problem)
