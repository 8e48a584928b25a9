"""A grant gives an application capability on the internet.

What it does:
    Reports `autogroup:internet` among the destinations of a grant with `app`.

Why:
    Application capabilities reach programs on devices of the tailnet; no program on the internet gets to see
    them. The control plane refuses such a grant.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["autogroup:internet"], "app": {"example.com/cap/admin": [{}]}}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```

Fix:
    None: give the two in separate grants.

References:
    - https://tailscale.com/kb/1324/grants
    - https://tailscale.com/kb/1396/targets
"""
