"""The name of a posture is not one that a posture can have.

What it does:
    Reports keys of `postures`, and names in `srcPosture` and `defaultSrcPosture`, that do not have the form
    `posture:NAME`.

Why:
    Rules refer to a posture as `posture:NAME`. By another name it cannot be found.

Example:
    bad:
    ```hujson
    {"postures": {"recentClient": ["node:tsVersion >= '1.80'"]}}
    ```
    good:
    ```hujson
    {"postures": {"posture:recentClient": ["node:tsVersion >= '1.80'"]}}
    ```

Fix:
    None: the name has to be changed where it is used, too.

References:
    - https://tailscale.com/kb/1288/device-posture
"""
