"""A change lets somebody in over SSH with fewer checks than before.

What it does:
    Reports SSH access that both versions allow and that becomes easier: `check` that becomes `accept`, a
    longer check period, a posture or a recorder that is no longer asked for. Kubernetes access that stays
    but is no longer recorded, or recorded otherwise, is reported too.

Why:
    The access is the same in both versions, so that it is easily taken for no change at all.

Example:
    before:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:22"]}],
      "ssh": [
        {"action": "check", "src": ["group:dev"], "dst": ["tag:web"], "users": ["ops"], "checkPeriod": "12h"},
      ],
    }
    ```
    after:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:22"]}],
      "ssh": [
        {"action": "accept", "src": ["group:dev"], "dst": ["tag:web"], "users": ["ops"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:22"]}],
      "ssh": [
        {"action": "check", "src": ["group:dev"], "dst": ["tag:web"], "users": ["ops"], "checkPeriod": "1h"},
      ],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
"""
