"""A rule has `*` as its source.

What it does:
    Reports `*` among the sources of grants and ACL rules that give more than people's own devices. Nothing is
    reported where the policy allows everything anyway.

Why:
    `*` is more than the members of the tailnet: tagged devices, users of other tailnets to whom a device is
    shared, and hosts behind every approved subnet route. What is added to the tailnet later gets the access
    too.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:db": []},
      "grants": [{"src": ["*"], "dst": ["tag:db"], "ip": ["tcp:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:db": [], "tag:app": []},
      "grants": [{"src": ["autogroup:member", "tag:app"], "dst": ["tag:db"], "ip": ["tcp:5432"]}],
    }
    ```

Fix:
    None: `autogroup:member` and `autogroup:tagged` are narrower, so the author has to choose.

References:
    - https://tailscale.com/kb/1396/targets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.openness import everything_is_open
from tailcli.policy.selectors import Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

MESSAGE = '"*" also means tagged devices, shared-in users and hosts behind subnet routes'
HINT = 'name who is meant: "autogroup:member" is every member, "autogroup:tagged" every tagged device'


def check(context: Context) -> Iterator[Report]:
    """Report wildcards among the sources."""
    if context.once(everything_is_open):
        return
    for number, rule in numbered_rules(context):
        if all(map(is_self, context.access.contents[number].destinations)):
            continue
        for source in rule.src:
            if isinstance(parse_selector(source.value), Wildcard):
                yield Report(source.span, MESSAGE, hint=HINT)
