"""A change gives access to something sensitive: a shell, a database, a production system.

What it does:
    Reports each gain of access on ports for remote shells, desktops, databases and the management of
    machines, or to names that read like something to guard (`prod`, `db`, `vault`, `secret`, `backup`); of
    SSH logins as root, with a check too (on one's own devices only without one); of permissions to read or
    change secrets, or to act as `system:masters` of a cluster. What is broad is reported by
    `new-broad-access` instead.

Why:
    Such access is seldom wrong and always worth a second look by somebody who knows why it is needed.

Example:
    before:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
      ],
    }
    ```
    after:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["group:dev"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:443"]},
      ],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
