"""A change leaves somebody without any access, without port 22, or without any SSH login.

What it does:
    Reports each loss after which one of those who lose keeps no access at all, reaches port 22 of nothing any
    more, or can log in over SSH nowhere. Permissions of applications let nobody in: to lose them is reported
    by `lost-access`. A tag that the new version does not declare any more went away with what it could reach.

Why:
    Whoever repairs the network needs a way in. This is the kind of loss that is noticed when it is needed.

Example:
    before:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
        {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:22", "tcp:443"]},
      ],
    }
    ```
    after:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": [], "tag:prod-db": []},
      "grants": [
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
        {"src": ["group:ops"], "dst": ["tag:web"], "ip": ["tcp:22"]},
      ],
    }
    ```

Fix:
    None: leave a way in, or let the people concerned know.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
