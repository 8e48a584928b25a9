"""An SSH test asks for something that no SSH test can ask for.

What it does:
    Reports sources and destinations of `sshTests` that are no single user or device: autogroups as the
    source, `autogroup:internet` and networks as the destination, ports.

Why:
    The control plane refuses the policy file for it, whatever the rules say.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "sshTests": [{"src": "autogroup:member", "dst": ["tag:web"], "deny": ["root"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "sshTests": [{"src": "alice@example.com", "dst": ["tag:web"], "deny": ["root"]}],
    }
    ```

Fix:
    None: name one user, tag or host.

References:
    - https://tailscale.com/kb/1337/policy-syntax#sshtests
"""
