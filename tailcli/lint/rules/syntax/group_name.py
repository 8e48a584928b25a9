"""The name of a group cannot be read.

What it does:
    Reports keys of `groups` that are not `group:` and a name.

Why:
    Selectors know a group by its prefix: one that is called otherwise can never be named.

Example:
    bad:
    ```hujson
    {"groups": {"devs": ["alice@example.com"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:devs": ["alice@example.com"]}}
    ```

Fix:
    None: put `group:` before the name, here and where it is used.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""
