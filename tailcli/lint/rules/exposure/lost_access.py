"""A change takes access away from somebody.

What it does:
    Reports each loss of network, SSH or application access, and SSH access that now depends on a posture of
    the device (a check that is new keeps nobody out). What locks somebody out is reported by `lockout`
    instead.

Why:
    A policy is often tightened by accident, in a rewrite that was meant to change nothing.

Example:
    before:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["group:ops"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]},
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
        {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:443"]},
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
        {"src": ["group:ops"], "dst": ["tag:prod-db"], "ip": ["tcp:5432-5433"]},
      ],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
