"""A rule opens every port of tagged devices or of other people's devices.

What it does:
    Reports grants and ACL rules that open all ports of a tag, a group, a user or an address. Own devices
    (`autogroup:self`), the internet (`autogroup:internet`), and `*`, of which wildcard-destination speaks,
    are left out. A rule is reported once, at the first such entry, and not at all where the policy allows
    everything anyway.

Why:
    A device listens on more ports than its purpose needs: databases, metrics, debuggers, administration.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:80", "tcp:443"]}],
    }
    ```

Fix:
    None: name the ports.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import port_entries, selector_text
from tailcli.lint.guests import is_for_guests
from tailcli.lint.openness import everything_is_open
from tailcli.policy.autogroups import INTERNET, SELF
from tailcli.policy.faults import quote
from tailcli.policy.model import Grant
from tailcli.policy.ports import ANY_PORT
from tailcli.policy.selectors import Autogroup, Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context

_LEFT_OUT = (Wildcard(), Autogroup(SELF), Autogroup(INTERNET))


def check(context: Context) -> Iterator[Report]:
    """Report rules that open every port, each once."""
    if context.once(everything_is_open):
        return
    for _, rule in numbered_rules(context):
        found = [] if is_for_guests(rule) else list(_opened(rule))  # shared-users says more
        if found:
            entry, first = found[0]
            more = len({text for _, text in found}) - 1
            message = f"every port of {first} is open"
            if more:
                message = f"every port of {first} and {more} more destination{'s' * (more > 1)} is open"
            yield Report(entry.span, message, hint="name the ports that are needed")


def _opened(rule: AccessRule) -> Iterator[tuple[String, str]]:
    """Yield the entries of a rule that open every port, with each of the destinations."""
    for entry, ports in port_entries(rule):
        if ANY_PORT in ports:
            yield from ((entry, target) for target in _targets(rule, entry))


def _targets(rule: AccessRule, entry: String) -> list[str]:
    """Return the destinations that an entry opens, as far as this rule is about them."""
    destinations = rule.dst if isinstance(rule, Grant) else (entry,)
    texts = [selector_text(rule, destination) for destination in destinations]
    return [quote(text) for text in texts if text and parse_selector(text) not in _LEFT_OUT]
