"""A selector means the users of a domain that is not the tailnet's own.

What it does:
    Reports `user:*@DOMAIN` where the domain can be no tailnet's own (`gmail.com` and other domains where
    anybody may have an account, `*`), and, where the domains of the organisation are configured, any other
    domain.

Why:
    The control plane takes only domains that belong to the tailnet.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["user:*@gmail.com"], "dst": ["*"], "ip": ["443"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["user:*@example.com"], "dst": ["*"], "ip": ["443"]}]}
    ```

Fix:
    None: name a domain of yours.

Options:
    `domains`: the login domains of the organisation. Without it only domains that can be nobody's own are
    reported.

References:
    - https://tailscale.com/kb/1396/targets
"""
