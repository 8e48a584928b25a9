"""An SSH rule leads to something that cannot be the destination of one.

What it does:
    Reports `*`, addresses, networks, names of hosts, and anything with a port in the `dst` of an SSH rule.

Why:
    The control plane refuses the policy file. An SSH rule leads to tagged devices, to the devices of the
    user who logs in (`autogroup:self`), or to those of one named user who is also the only source.

Example:
    bad:
    ```hujson
    {
      "hosts": {"bastion": "100.64.0.7"},
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["bastion"], "users": ["deploy"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:bastion": []},
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:bastion"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    None: give the device a tag and name that.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.problems import report_of
from tailcli.lint.ssh_rules import is_impossible_destination

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report | None:
    """Report what cannot work; what only the documentation rules out is another rule's."""
    return report_of(problem) if is_impossible_destination(context, problem) else None
