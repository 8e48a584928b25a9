"""A change adds a comment that silences rules.

What it does:
    Reports each comment for this linter that the new version has and the old one has not.

Why:
    What silences a warning deserves to be seen by the one who reviews the change.

Example:
    before:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [
        // for all
        {"src": ["*"], "dst": ["tag:web"], "ip": ["*"]},
      ],
    }
    ```
    after:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [
        // tailcli: ignore[wildcard-source] a lab
        {"src": ["*"], "dst": ["tag:web"], "ip": ["*"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [
        // for everybody
        {"src": ["*"], "dst": ["tag:web"], "ip": ["*"]},
      ],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
