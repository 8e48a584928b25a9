"""A name is given twice in one object, and only the last one counts.

What it does:
    Reports every member whose name, after unescaping and without regard to case, was given before in the same
    object. The first one is shown beside it.

Why:
    The control plane reads keys without regard to case and keeps the last value of a name. Everything under
    the first one, a whole section perhaps, has no effect, and nothing says so.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "groups": {"group:ops": ["bob@example.com"]},
    }
    ```
    good:
    ```hujson
    {
      "groups": {
        "group:dev": ["alice@example.com"],
        "group:ops": ["bob@example.com"],
      },
    }
    ```

Fix:
    None: put the two together, or remove the one that is not meant.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
