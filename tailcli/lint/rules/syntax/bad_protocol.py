"""A protocol does not exist.

What it does:
    Reports a `proto` of an ACL rule, or the protocol in front of a port in the `ip` of a grant, that is
    neither a name that the policy language knows nor a number from 1 to 255.

Why:
    The control plane refuses a policy file that names an unknown protocol.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "proto": "http", "src": ["*"], "dst": ["*:80"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "proto": "tcp", "src": ["*"], "dst": ["*:80"]}]}
    ```

Fix:
    None: name the protocol that carries the traffic.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
    - https://tailscale.com/kb/1324/grants
"""
