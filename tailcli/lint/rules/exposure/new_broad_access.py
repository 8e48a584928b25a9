"""A change gives access that is broad: to everyone, to everything, or on all ports.

What it does:
    Reports each gain of network, SSH or application access that everyone has, or that goes to everything, to
    the internet, to all ports, to every tagged device by SSH, or to every share or name of an application.
    People and their own devices are left out, and so is the use of peer relays. `tailcli diff` reports it; it
    fails the run where `--gate` or `[diff] gates` names it.

Why:
    A narrow rule that becomes a wide one is a few characters in the text. Nobody who reads only the text sees
    how much it opens.

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
        {"src": ["group:dev"], "dst": ["*"], "ip": ["*"]},
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
