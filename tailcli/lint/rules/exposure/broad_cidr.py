"""A rule names a very large network.

What it does:
    Reports addresses, hosts and IP sets in grants and ACL rules that stand for a network with a shorter
    prefix than the configured one. A host or an IP set is reported once, where it is defined.

Why:
    A prefix like `10.0.0.0/8` reaches networks that nobody thought of, also those that are added later; as a
    source the tailnet's own range is every device.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"]},
      "grants": [{"src": ["group:ops"], "dst": ["10.0.0.0/8"], "ip": ["443"]}],
    }
    ```
    bad:
    ```hujson
    {
      "hosts": {"lan": "172.16.0.0/12"},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["lan:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"]},
      "grants": [{"src": ["group:ops"], "dst": ["10.20.0.0/16"], "ip": ["443"]}],
    }
    ```

Fix:
    None: name the networks that are meant.

Options:
    `broad-ipv4-prefix` (16) and `broad-ipv6-prefix` (48): shorter prefixes are reported.

References:
    - https://tailscale.com/kb/1019/subnets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.policy.addresses import V4, AddressRange, parse_network
from tailcli.policy.faults import quote
from tailcli.policy.ipset_entries import IpSetEntry, Operation, parse_ipset_entry
from tailcli.policy.selectors import Address, IpSetName, Name, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context

HINT = "name the networks that are needed"
_BITS = {True: 32, False: 128}


def check(context: Context) -> Iterator[Report]:
    """Report networks that are larger than the settings allow, where they are written."""
    written = _written(context)
    seen: set[int] = set()
    for _, rule in numbered_rules(context):
        texts = [(s, s.value) for s in rule.src] + [(s, selector_text(rule, s) or "") for s in rule.dst]
        for string, text in texts:
            for node, addresses in _networks(text, string, written):
                prefix = _prefix(addresses)
                if node.start not in seen and prefix < _threshold(context, addresses):
                    seen.add(node.start)
                    yield _report(node, addresses, prefix)


_Written = dict[str, tuple[tuple["String", AddressRange], ...]]


def _written(context: Context) -> _Written:
    """Return the addresses of each host and IP set, at the place where they stand."""
    found: _Written = {}
    for host in context.policy.hosts:
        addresses = parse_network(host.address.value.strip())
        found[host.name.value] = () if addresses is None else ((host.address, addresses),)
    for ipset in context.policy.ipsets:
        found[ipset.name.value] = tuple(_added(ipset.entries))
    return found


def _added(entries: tuple[String, ...]) -> Iterator[tuple[String, AddressRange]]:
    for entry in entries:
        parsed = parse_ipset_entry(entry.value)
        if not isinstance(parsed, IpSetEntry) or parsed.operation is Operation.REMOVE:
            continue
        if isinstance(parsed.target, AddressRange):
            yield entry, parsed.target


def _networks(text: str, string: String, written: _Written) -> tuple[tuple[String, AddressRange], ...]:
    match parse_selector(text):
        case Address() as address if address.text not in written:
            return ((string, AddressRange(address.version, address.first, address.last)),)
        case Address(name) | Name(name) | IpSetName(name):
            return written.get(name, ())
        case _:
            return ()


def _prefix(addresses: AddressRange) -> int:
    """Return the length of the prefix of a network of at least this size."""
    size = addresses.last - addresses.first + 1
    return _BITS[addresses.version == V4] - (size.bit_length() - 1)


def _threshold(context: Context, addresses: AddressRange) -> int:
    options = context.options
    return options.broad_ipv4_prefix if addresses.version == V4 else options.broad_ipv6_prefix


def _report(node: String, addresses: AddressRange, prefix: int) -> Report:
    return Report(
        node.span,
        f"{quote(node.value)} holds 2^{_BITS[addresses.version == V4] - prefix} addresses",
        hint=HINT,
    )
