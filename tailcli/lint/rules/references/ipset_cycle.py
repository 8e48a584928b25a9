"""An IP set contains itself.

What it does:
    Reports each entry through which an IP set comes back to itself.

Why:
    A set that is made of itself has no addresses that anybody could tell.

Example:
    bad:
    ```hujson
    {"ipsets": {"ipset:a": ["ipset:b"], "ipset:b": ["ipset:a"]}}
    ```
    good:
    ```hujson
    {"ipsets": {"ipset:a": ["ipset:b"], "ipset:b": ["192.0.2.0/24"]}}
    ```

Fix:
    None: take one of the entries out.

References:
    - https://tailscale.com/kb/1387/ipsets
"""
