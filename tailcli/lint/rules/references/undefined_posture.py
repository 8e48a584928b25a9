"""A posture is named that `postures` does not define.

What it does:
    Reports every name in `srcPosture` and `defaultSrcPosture` that is not a key of `postures`.

Why:
    A rule that asks for an unknown posture can be met by no device.

Example:
    bad:
    ```hujson
    {
      "postures": {"posture:latest": ["node:tsReleaseTrack == 'stable'"]},
      "grants": [{"src": ["*"], "dst": ["*"], "ip": ["22"], "srcPosture": ["posture:newest"]}],
    }
    ```
    good:
    ```hujson
    {
      "postures": {"posture:latest": ["node:tsReleaseTrack == 'stable'"]},
      "grants": [{"src": ["*"], "dst": ["*"], "ip": ["22"], "srcPosture": ["posture:latest"]}],
    }
    ```

Fix:
    None: define the posture, or correct the name.

References:
    - https://tailscale.com/kb/1288/device-posture
"""
