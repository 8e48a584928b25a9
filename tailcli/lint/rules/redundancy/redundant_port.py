"""A rule names ports that its other entries open already.

What it does:
    Reports entries of `ip` that the other entries of the same grant open already (`443` beside `1-65535`,
    `tcp:443` beside `443`), and ports that an ACL destination names twice (`tag:web:443,1-1024`).

Why:
    Whoever removes the entry to close the port closes nothing.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443", "tcp:443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web:80,443,1-1024"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web:1-1024"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443", "udp:443"]}],
    }
    ```

Fix:
    Safe: removes what is said twice. Unsafe where the rule holds something that is reported as wrong.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import opened_by
from tailcli.access.ranges import contains, of
from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import quote as json_quote
from tailcli.hujson.edit import replace_value
from tailcli.lint.access_rules import has_problem
from tailcli.lint.covering import inside, overlap
from tailcli.lint.removal import removal
from tailcli.policy.faults import quote
from tailcli.policy.ports import Destination, format_ports, parse_destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import AclRule, Grant
    from tailcli.policy.ports import PortRange


def check(context: Context) -> Iterator[Report]:
    """Report ports that are opened twice by one rule."""
    for grant in context.policy.grants or ():
        if len(grant.ip) > 1:
            yield from _of_grant(context, grant)
    for rule in context.policy.acls or ():
        for entry in rule.dst:
            if "," in entry.value:
                yield from _of_destination(context, rule, entry)


def _of_grant(context: Context, grant: Grant) -> Iterator[Report]:
    kept = list(grant.ip)
    twice = overlap(opened_by((entry.value,)) for entry in grant.ip)
    key = grant.keys["ip"]
    value = next(member.value for member in grant.node.members if member.key is key)
    applicability = _applicability(context, grant)
    for entry in reversed(grant.ip):
        opened = opened_by((entry.value,))
        if not opened or not inside(opened, twice):
            continue
        others = [other for other in kept if other is not entry]
        if not contains(opened_by(tuple(other.value for other in others)), opened):
            continue
        kept = others
        text = quote(entry.value)
        fix = removal(context, value, entry.start, f"Remove {text}", applicability)
        message = f"the other entries open {text} already"
        yield Report(entry.span, message, hint="remove it", fix=fix)


def _of_destination(context: Context, rule: AclRule, entry: String) -> Iterator[Report]:
    parsed = parse_destination(entry.value)
    if not isinstance(parsed, Destination):
        return
    kept = _needed(parsed.ports)
    if len(kept) == len(parsed.ports):
        return
    host = entry.value.rpartition(":")[0]
    text = f"{host}:{','.join(map(format_ports, kept))}"
    edit = replace_value(entry, json_quote(text))
    fix = Fix(f"Write {quote(text)}", (edit,), _applicability(context, rule))
    message = f"{quote(entry.value)} names ports twice"
    yield Report(entry.span, message, hint=f"{quote(text)} opens the same", fix=fix)


def _needed(ports: tuple[PortRange, ...]) -> tuple[PortRange, ...]:
    """Return the ranges that the others do not hold, in their order."""
    kept = list(ports)
    for index in range(len(ports) - 1, -1, -1):
        others = kept[:index] + kept[index + 1 :]
        one = of(((ports[index].first, ports[index].last + 1),))
        if contains(of((first, last + 1) for first, last in others), one):
            kept = others
    return tuple(kept)


def _applicability(context: Context, rule: AclRule | Grant) -> Applicability:
    return Applicability.UNSAFE if has_problem(context, rule.node.span) else Applicability.SAFE
