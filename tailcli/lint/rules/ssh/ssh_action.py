"""The action of an SSH rule is neither `accept` nor `check`.

What it does:
    Reports SSH rules whose `action` is empty or anything but `accept` and `check`, in lower case.

Why:
    The control plane refuses the policy file. There is no action that denies: a login that no rule allows
    is not possible.

Example:
    bad:
    ```hujson
    {
      "ssh": [
        {"action": "deny", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]},
      ],
    }
    ```

Fix:
    None: whether a check is meant is the author's decision.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""
