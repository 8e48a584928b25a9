"""A grant is routed through something that is not a tag.

What it does:
    Reports entries of `via` that are not tags.

Why:
    `via` names the routers, exit nodes or app connectors that traffic must take, by their tag. The control
    plane refuses any other selector.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["192.0.2.7"]}]}
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["tag:router"]}],
    }
    ```

Fix:
    None: tag the router and name the tag.

References:
    - https://tailscale.com/kb/1378/via
"""
