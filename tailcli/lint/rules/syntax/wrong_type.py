"""A value has another type than its key takes.

What it does:
    Reports a string where a list is expected, a list where an object is expected, and so on, with what is
    expected there; also a file whose top level is not an object, and values nested too deep to mean anything.

Why:
    A value of a wrong type means nothing. The control plane is expected to refuse the file; no recording
    shows its words.

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
