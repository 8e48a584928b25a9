"""A group is a member of a group.

What it does:
    Reports groups among the members of a group.

Why:
    The control plane refuses nested groups.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"], "group:all": ["group:dev"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"], "group:all": ["alice@example.com"]}}
    ```

Fix:
    None: list the users, or name both groups where they are used.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""
