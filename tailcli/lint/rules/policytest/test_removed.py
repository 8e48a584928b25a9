"""A change takes assertions out of the policy's own tests.

What it does:
    Reports each source for which `tests` or `sshTests` assert less than before, or something else.

Why:
    A test that stands in the way of a change is easily taken out with it.

Example:
    before:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22"]}],
    }
    ```
    after:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": []}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22", "tag:web:1"]}],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""
