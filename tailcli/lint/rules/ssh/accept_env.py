"""An entry of `acceptEnv` is empty.

What it does:
    Reports empty strings in the `acceptEnv` of an SSH rule.

Why:
    The control plane refuses the policy file.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "acceptEnv": [""],
      }],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot"],
        "acceptEnv": ["GIT_*"],
      }],
    }
    ```

Fix:
    None.

References:
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""
