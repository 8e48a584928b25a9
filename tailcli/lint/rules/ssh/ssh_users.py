"""An SSH rule names no accounts, or an account that cannot be one.

What it does:
    Reports SSH rules whose `users` is an empty list, and entries of it that are empty or `*`.

Why:
    The control plane refuses the policy file. Every account but root is `autogroup:nonroot`.

Example:
    bad:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["*"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot", "root"],
      }],
    }
    ```

Fix:
    None: name the accounts.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""
