"""An SSH rule leads to something that the documentation rules out as its destination.

What it does:
    Reports groups, services and IP sets in the `dst` of an SSH rule, and a user there who is not the only
    source of the rule.

Why:
    According to the documentation people may log in to tagged devices and to their own, not to those of
    other people: such a rule is refused or lets nobody in.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "ssh": [
        {"action": "check", "src": ["group:infra"], "dst": ["bob@example.com"], "users": ["deploy"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["bob@example.com"], "dst": ["bob@example.com"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    None: give the device a tag and name that, or write `autogroup:self`.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of
from tailcli.lint.ssh_rules import is_impossible_destination
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report destinations of which only the documentation says that they are wrong."""
    for problem in context.problems(Kind.SSH_DESTINATION):
        if not is_impossible_destination(context, problem):
            yield report_of(problem)
