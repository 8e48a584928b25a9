"""The name of a host cannot be used.

What it does:
    Reports keys of `hosts` that hold an `@`, are empty, or read as another selector (`tag:web`, `*`).

Why:
    The control plane refuses an `@` in the name of a host; a name that reads as another selector is never
    looked up.

Example:
    bad:
    ```hujson
    {"hosts": {"db@example.com": "192.0.2.7"}}
    ```
    good:
    ```hujson
    {"hosts": {"db": "192.0.2.7"}}
    ```

Fix:
    None: choose a plain name, here and where it is used.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
"""
