"""A rule has `*` as its destination.

What it does:
    Reports `*` among the destinations of grants and ACL rules. Nothing is reported where the policy allows
    everything anyway.

Why:
    `*` is every address: all devices, everything behind subnet routes, and the internet through exit nodes.
    What is added to the tailnet later is reached too.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"]},
      "grants": [{"src": ["group:ops"], "dst": ["*"], "ip": ["tcp:22"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"]},
      "grants": [{"src": ["group:ops"], "dst": ["autogroup:tagged"], "ip": ["tcp:22"]}],
    }
    ```

Fix:
    None: `autogroup:member`, `autogroup:tagged` and addresses are narrower, so the author has to choose.

References:
    - https://tailscale.com/kb/1396/targets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.lint.guests import is_for_guests
from tailcli.lint.openness import everything_is_open
from tailcli.policy.selectors import Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

MESSAGE = '"*" is every device, everything behind subnet routes, and the internet through exit nodes'
HINT = 'name what is meant: tags, "autogroup:tagged", "autogroup:internet", addresses'


def check(context: Context) -> Iterator[Report]:
    """Report wildcards among the destinations."""
    if context.once(everything_is_open):
        return
    for _, rule in numbered_rules(context):
        if is_for_guests(rule):
            continue  # shared-users says more
        for destination in rule.dst:
            text = selector_text(rule, destination)
            if text is not None and isinstance(parse_selector(text), Wildcard):
                yield Report(destination.span, MESSAGE, hint=HINT)
