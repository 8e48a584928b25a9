"""An IP set is named that `ipsets` does not define.

What it does:
    Reports every `ipset:NAME` that is not a key of `ipsets`.

Why:
    Nothing matches an IP set that does not exist.

Example:
    bad:
    ```hujson
    {
      "ipsets": {"ipset:prod": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:prd"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "ipsets": {"ipset:prod": ["192.0.2.0/24"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["ipset:prod"], "ip": ["*"]}],
    }
    ```

Fix:
    None: define the set, or correct the name.

References:
    - https://tailscale.com/kb/1387/ipsets
"""
