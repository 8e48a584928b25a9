"""The recorder of SSH sessions can be reached by members whom nobody has chosen.

What it does:
    Reports recorders of SSH rules whose web interface (TCP port 80 or 443) every member of the tailnet may
    reach. Where the policy allows everything, `allow-all` says so and this rule is silent.

Why:
    A recorder holds what people typed and saw on other machines, passwords too, and its web interface plays
    it back. Only those who review sessions should reach it. (Devices that send recordings to it need no
    access to these ports.)

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:recorder": [], "tag:server": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:recorder", "tag:server"], "ip": ["*"]}],
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["deploy"],
        "recorder": ["tag:recorder"],
        "enforceRecorder": true,
      }],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:audit": ["alice@example.com"]},
      "tagOwners": {"tag:recorder": [], "tag:server": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:server"], "ip": ["*"]},
        {"src": ["group:audit"], "dst": ["tag:recorder"], "ip": ["tcp:443"]},
      ],
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["tag:server"],
        "users": ["deploy"],
        "recorder": ["tag:recorder"],
        "enforceRecorder": true,
      }],
    }
    ```

Fix:
    None: narrow the access rule.

References:
    - https://tailscale.com/kb/1246/tailscale-ssh-session-recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import of, overlaps
from tailcli.access.traffic import place
from tailcli.findings.model import Report
from tailcli.lint.access_rules import rule_label
from tailcli.lint.openness import TCP, everything_is_open, strangers
from tailcli.policy.addresses import V4, V6
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_WEB = of((at, at + 1) for family in (V4, V6) for at in (place(family, TCP, 80), place(family, TCP, 443)))


def check(context: Context) -> Iterator[Report]:
    """Report recorders that strangers to the file may reach, once each."""
    recorders = {node.value.strip(): node for rule in context.policy.ssh for node in rule.recorder}
    if not recorders or everything_is_open(context):
        return
    crowd = context.once(strangers)
    wide = [box for box in context.access.network if box.sources & crowd and overlaps(box.rights, _WEB)]
    for name, node in recorders.items():
        devices = context.access.resolver.people(name)
        by = next((context.access.rules[box.rule] for box in wide if box.destinations & devices), None)
        if by is not None:
            yield Report(
                node.span,
                f"every member may reach the recordings on {quote(name)}",
                hint="let only those who review sessions reach its ports 80 and 443",
                labels=(rule_label(by, "this rule opens them"),),
            )
