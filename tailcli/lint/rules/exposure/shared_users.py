"""Users of other tailnets may reach more than a few ports of chosen devices.

What it does:
    Reports `autogroup:shared` as a source of a rule that opens every port, or whose destination is more than
    tags and addresses that it names. Exit nodes (`autogroup:internet`) may be shared.

Why:
    Guests reach the devices that were shared with them. Rules for them should say which service they are
    invited to, and not depend on what is shared next.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:shared"], "dst": ["autogroup:tagged"], "ip": ["tcp:443"]}]}
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:game": []},
      "grants": [{"src": ["autogroup:shared"], "dst": ["tag:game"], "ip": ["udp:25565"]}],
    }
    ```

Fix:
    None: name the devices and ports.

References:
    - https://tailscale.com/kb/1084/sharing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import port_entries, selector_text
from tailcli.lint.openness import everything_is_open
from tailcli.policy.autogroups import INTERNET, SELF, SHARED
from tailcli.policy.faults import quote
from tailcli.policy.ports import ANY_PORT
from tailcli.policy.selectors import Autogroup, Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context

_FINE = (Autogroup(INTERNET), Autogroup(SELF))
HINT = "name the tags and the ports that guests are invited to"


def check(context: Context) -> Iterator[Report]:
    """Report rules for guests that choose neither devices nor ports."""
    if context.once(everything_is_open):
        return
    for _, rule in numbered_rules(context):
        shared = next((s for s in rule.src if parse_selector(s.value) == Autogroup(SHARED)), None)
        wide = None if shared is None else _wide(rule)
        if shared is not None and wide is not None:
            what = f"{quote(wide.value)} is" if wide in rule.dst else "every port is"
            message = f"{what} open to users of other tailnets"
            yield Report(wide.span, message, hint=HINT, labels=(Label(shared.span, "they are named here"),))


def _wide(rule: AccessRule) -> String | None:
    """Return the first string of a rule that chooses no device or no port."""
    for target in rule.dst:
        selector = parse_selector(selector_text(rule, target) or "")
        if isinstance(selector, Wildcard | Autogroup) and selector not in _FINE:
            return target
    if all(parse_selector(selector_text(rule, target) or "") in _FINE for target in rule.dst):
        return None
    return next((entry for entry, ports in port_entries(rule) if ANY_PORT in ports), None)
