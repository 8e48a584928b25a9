"""The name of a tag is not one that a tag can have.

What it does:
    Reports keys of `tagOwners` that do not begin with `tag:`, or whose name does not begin with a letter,
    is empty, or holds anything but letters, digits and `-`.

Why:
    The control plane refuses a policy file that declares such a tag.

Example:
    bad:
    ```hujson
    {"tagOwners": {"tag:2nd-floor": []}}
    ```
    good:
    ```hujson
    {"tagOwners": {"tag:floor-2": []}}
    ```

Fix:
    None: the tag has to be renamed where it is used, too.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""
