"""An SSH rule lets people log in where no access rule lets them connect.

What it does:
    Reports destinations of an SSH rule that none of its sources may reach on TCP port 22, by any grant or
    ACL rule, whatever the conditions. Where the file does not tell (a rule for an address of the tailnet, a
    role, a group from an identity provider) nothing is reported.

Why:
    Tailscale SSH needs both: an SSH rule that accepts the login, and an access rule that lets the
    connection through. Without the second the first has no effect.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:server": [], "tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:server"], "ip": ["tcp:22"]}],
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    None: add the access rule, or remove the SSH rule.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import field_span
from tailcli.lint.ssh_network import may_connect
from tailcli.lint.ssh_rules import ACTIONS, action_of
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report destinations without a way to them."""
    for rule in context.policy.ssh:
        if action_of(rule) in ACTIONS:
            yield from _unreachable(context, rule)


def _unreachable(context: Context, rule: SshRule) -> Iterator[Report]:
    resolver = context.access.resolver
    sources = resolver.sources(node.value for node in rule.src).both
    if not sources:
        return
    for node in rule.dst:
        name = node.value.strip()
        is_known = name == "autogroup:self" or resolver.people(node.value)
        if is_known and not may_connect(context, sources, node.value):
            yield Report(
                node.span,
                f"no access rule lets a source of this SSH rule reach {quote(name)} on TCP port 22",
                hint="add a grant with tcp:22, or remove the destination",
                labels=(Label(field_span(rule, "src"), "the sources are here"),),
            )
