"""Everybody may send their traffic through exit nodes.

What it does:
    Reports `autogroup:internet` as a destination that a crowd has: every member, every tagged device,
    everybody. Rules with `via`, which choose the exit node, are left out.

Why:
    Whoever uses an exit node acts with the address of its network, and a taken-over server can send data out
    past the firewall that it stands behind.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {
      "groups": {"group:travel": ["alice@example.com"]},
      "grants": [{"src": ["group:travel"], "dst": ["autogroup:internet"], "ip": ["*"]}],
    }
    ```

Fix:
    None: name those who need exit nodes.

References:
    - https://tailscale.com/kb/1103/exit-nodes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.breadth import broad_people
from tailcli.lint.destinations import selector_text
from tailcli.policy.autogroups import INTERNET
from tailcli.policy.model import Grant
from tailcli.policy.selectors import Autogroup, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

HINT = "name a group of those who need exit nodes"


def check(context: Context) -> Iterator[Report]:
    """Report crowds that may use exit nodes, once for each rule."""
    for _, rule in numbered_rules(context):
        if isinstance(rule, Grant) and rule.via:
            continue
        source = next((node for node in rule.src if broad_people(node.value)), None)
        for target in rule.dst if source is not None else ():
            if parse_selector(selector_text(rule, target) or "") == Autogroup(INTERNET):
                who = broad_people(source.value) if source else None
                message = f"{who} may use every exit node"
                labels = (Label(source.span, "they are named here"),) if source else ()
                yield Report(target.span, message, hint=HINT, labels=labels)
