"""There is no autogroup of that name.

What it does:
    Reports `autogroup:NAME` where the name is none that the control plane knows, with the one that is
    probably meant.

Why:
    Autogroups are a closed list; one cannot define more. A selector that names another is refused or matches
    nothing.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:membr"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: correct the name, or name a group of your own.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""
