"""One entry gives a field twice: in its present and in its old spelling.

What it does:
    Reports an entry that has both `src` and `users`, both `dst` and `ports`, or, in a test, both `src` and
    `user` or `accept` and `allow`.

Why:
    The two spellings are one field. Which of the two values counts is not documented, so half of the entry
    has no effect, or the file is refused.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "src": ["*"], "users": ["*"], "dst": ["tag:web:443"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "src": ["*"], "dst": ["tag:web:443"]}]}
    ```

Fix:
    None: put both values under the present spelling.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
"""
