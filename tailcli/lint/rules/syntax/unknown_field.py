"""A key is not a word of the policy language.

What it does:
    Reports every key that the policy language does not know at its place, with the key that is probably meant
    or the keys that are known there.

Why:
    The control plane refuses a file with an unknown key. Where it does not, the value below the key has no
    effect: a rule whose destinations stand under `dest` reaches nothing.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "src": ["tag:monitoring"], "dest": ["tag:derp:9100"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "src": ["tag:monitoring"], "dst": ["tag:derp:9100"]}]}
    ```

Fix:
    None: correct the key, or remove it.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""
