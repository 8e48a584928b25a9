"""A value has another type than its key takes.

What it does:
    Reports a string where a list is expected, a list where an object is expected, and so on, with what is
    expected there; also a file whose top level is not an object, and values nested too deep to mean anything.

Why:
    The control plane refuses a file with a value of a wrong type.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": "alice@example.com"}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}}
    ```

Fix:
    None: write a value of the type that is expected.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
