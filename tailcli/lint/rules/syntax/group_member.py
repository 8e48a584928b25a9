"""A member of a group is no user.

What it does:
    Reports members of groups that are no login: a name without an `@`, a tag, an autogroup, a host, an
    address.

Why:
    A group holds users, and a user is known by their whole login. Whatever else stands there is never
    anybody. Headscale takes names without a domain if they end in `@`; Tailscale knows nobody of that name.

Example:
    bad:
    ```hujson
    {"groups": {"group:devs": ["alice", "tag:web"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:devs": ["alice@example.com"]}}
    ```

Fix:
    None: write the login.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""
