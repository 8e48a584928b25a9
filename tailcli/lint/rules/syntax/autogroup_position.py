"""An autogroup stands where it has no meaning.

What it does:
    Reports autogroups in places that do not take them, such as `autogroup:internet` as a source,
    `autogroup:self` as a source or `autogroup:nonroot` outside the users of an SSH rule, with the autogroups
    that may stand there.

Why:
    The control plane refuses most of them, and the documentation gives none of the others a meaning there.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:self"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: the message lists what may stand there.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""
