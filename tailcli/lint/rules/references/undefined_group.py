"""A group is named that `groups` does not define.

What it does:
    Reports every `group:NAME` whose name is not a key of `groups`. A name with an `@` in it comes from an
    identity provider and is not reported.

Why:
    The control plane refuses a policy file that names an unknown group.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:devs"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "grants": [{"src": ["group:dev"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```

Fix:
    None: define the group, or correct the name.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""
