"""One file spells both `autogroup:member` and `autogroup:members`.

What it does:
    Reports the first use of the older spelling `autogroup:members` in a file that also uses
    `autogroup:member`.

Why:
    The two mean the same, but the documentation says that a policy file cannot use both.

Example:
    bad:
    ```hujson
    {
      "grants": [
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
        {"src": ["autogroup:members"], "dst": ["autogroup:internet"], "ip": ["*"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "grants": [
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
        {"src": ["autogroup:member"], "dst": ["autogroup:internet"], "ip": ["*"]},
      ],
    }
    ```

Fix:
    None here: `legacy-spelling` rewrites every `autogroup:members`.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""
