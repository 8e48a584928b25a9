"""A grant names a default route as its destination.

What it does:
    Reports `0.0.0.0/0` and `::/0` in the `dst` of grants.

Why:
    The control plane refuses them there: it wants to know whether the internet is meant
    (`autogroup:internet`, through exit nodes) or every address, the tailnet included (`*`).

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["0.0.0.0/0"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```

Fix:
    None: the two choices differ in what they open.

References:
    - https://tailscale.com/kb/1324/grants
    - https://tailscale.com/kb/1396/targets
"""
