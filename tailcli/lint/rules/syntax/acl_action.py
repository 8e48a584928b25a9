"""The action of an ACL rule is not `accept`.

What it does:
    Reports ACL rules whose `action` is something else than `accept`, in another case too.

Why:
    There is one action. A policy only ever adds access: what no rule accepts is denied, so there is nothing
    to deny. The control plane refuses any other word.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "deny", "src": ["*"], "dst": ["192.0.2.1:22"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "src": ["*"], "dst": ["192.0.2.1:443"]}]}
    ```

Fix:
    None: `accept` opens what the rule describes. To deny something, narrow the rules that allow it.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
"""
