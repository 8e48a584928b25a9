"""A destination of a grant carries ports.

What it does:
    Reports entries of `dst` in `grants` that end in a colon and ports, as those of ACL rules do.

Why:
    The control plane refuses such a destination. A grant says in `ip` which ports and protocols it opens, for
    all of its destinations.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web:443"], "ip": ["tcp:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
    }
    ```

Fix:
    None: move the ports to `ip`; where the destinations have different ones, write a grant for each.

References:
    - https://tailscale.com/kb/1324/grants
    - https://tailscale.com/kb/1324/grants#grants-syntax
"""
