"""A route that is to be approved is not written as a network.

What it does:
    Reports keys of `autoApprovers.routes` that are no CIDR (`10.0.0.0/8`): names of hosts, single addresses
    without `/32` or `/128`, autogroups.

Why:
    A device advertises networks. A key that is none covers no advertised route, so nothing is approved by
    it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.7": ["tag:router"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "autoApprovers": {"routes": {"10.0.0.7/32": ["tag:router"]}},
    }
    ```

Fix:
    None.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""
