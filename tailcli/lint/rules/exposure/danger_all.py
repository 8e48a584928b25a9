"""A rule has `autogroup:danger-all` as its source.

What it does:
    Reports `autogroup:danger-all` as a source of an access rule, grants and ACL rules alike. Everywhere else
    the control plane refuses it.

Why:
    It stands for every address there is, of devices outside the tailnet too. It is meant for a few special
    cases and almost always more than what was wanted.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:danger-all"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member", "autogroup:shared"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```

Fix:
    None: name who needs the access.

References:
    - https://tailscale.com/kb/1396/targets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.policy.autogroups import DANGER_ALL
from tailcli.policy.selectors import Autogroup, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

HINT = 'name who needs the access: groups, tags, "autogroup:member", "autogroup:shared"'


def check(context: Context) -> Iterator[Report]:
    """Report sources that are every address there is."""
    for _, rule in numbered_rules(context):
        for source in rule.src:
            if parse_selector(source.value) == Autogroup(DANGER_ALL):
                message = '"autogroup:danger-all" lets every address there is use this rule'
                yield Report(source.span, message, hint=HINT)
