"""A name is used that `hosts` does not define.

What it does:
    Reports every selector that has no prefix, no `@` and is no address, where `hosts` has no such key; also
    addresses and CIDRs that cannot be read.

Why:
    A bare name is a host, and a host is what `hosts` says. Names of machines, of MagicDNS and of users
    without their domain are not looked up: Tailscale knows users by their whole login. One such name takes
    the whole rule, or the whole file, out of effect.

Example:
    bad:
    ```hujson
    {
      "hosts": {"db": "192.0.2.7"},
      "grants": [{"src": ["autogroup:member"], "dst": ["db1"], "ip": ["tcp:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "hosts": {"db": "192.0.2.7"},
      "grants": [{"src": ["autogroup:member"], "dst": ["db"], "ip": ["tcp:5432"]}],
    }
    ```

Fix:
    None: define the host, or write what is meant: a login, a tag, a group with its prefix.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
    - https://tailscale.com/kb/1396/targets
"""
