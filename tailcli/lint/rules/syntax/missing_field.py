"""A field that a rule cannot do without is missing.

What it does:
    Reports an access rule, SSH rule, test or other entry without a field that it needs.

Why:
    An entry without its source, destination or action is refused, or it matches nothing.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["*"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["*"], "dst": ["autogroup:internet"], "ip": ["*"]}]}
    ```

Fix:
    None: add the field.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
