"""An entry of an IP set cannot be read.

What it does:
    Reports entries of `ipsets` that are not `add` or `remove` and an address, a CIDR, a range, `host:NAME` or
    another IP set, and bare entries in a set that also removes.

Why:
    An IP set holds addresses. Tags, groups, users and autogroups other than `autogroup:internet` have none of
    their own.

Example:
    bad:
    ```hujson
    {"ipsets": {"ipset:prod": ["192.0.2.0/24", "tag:web"]}}
    ```
    good:
    ```hujson
    {"ipsets": {"ipset:prod": ["192.0.2.0/24", "host:db"]}, "hosts": {"db": "198.51.100.1"}}
    ```

Fix:
    None: write the addresses.

References:
    - https://tailscale.com/kb/1387/ipsets
"""
