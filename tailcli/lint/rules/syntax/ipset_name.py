"""The name of an IP set cannot be read.

What it does:
    Reports keys of `ipsets` that are not `ipset:` and a name.

Why:
    Selectors know an IP set by its prefix: one that is called otherwise can never be named.

Example:
    bad:
    ```hujson
    {"ipsets": {"prod": ["192.0.2.0/24"]}}
    ```
    good:
    ```hujson
    {"ipsets": {"ipset:prod": ["192.0.2.0/24"]}}
    ```

Fix:
    None: put `ipset:` before the name, here and where it is used.

References:
    - https://tailscale.com/kb/1387/ipsets
"""
