"""A change is not exactly what its author announced.

What it does:
    Holds the change against the announcement that `tailcli diff --expect FILE` reads, and reports what
    changes beyond it, and what was announced and does not change. It always fails the run.

Why:
    Who says what a change does can be held to it. What happens besides is most often an accident.

Example:
    announced:
    ```text
    Access-Change: + group:ops -> tag:web tcp:443
    ```
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
        {"src": ["*"], "dst": ["tag:web"], "ip": ["tcp:443"]},
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
    None: correct the change or the announcement.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
