"""A change lets somebody's routes, exit nodes or services take effect without approval.

What it does:
    Reports each person, group or tag that is newly approved automatically, for a prefix, as an exit node or
    for a service.

Why:
    Whoever can advertise a route that nobody has to approve can draw the traffic of others to a device of
    theirs.

Example:
    before:
    ```hujson
    {
      "tagOwners": {"tag:router": [], "tag:lab": []},
      "grants": [],
      "autoApprovers": {"routes": {"10.0.0.0/16": ["tag:router"]}},
    }
    ```
    after:
    ```hujson
    {
      "tagOwners": {"tag:router": [], "tag:lab": []},
      "grants": [],
      "autoApprovers": {"routes": {"10.0.0.0/16": ["tag:router", "tag:lab"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": [], "tag:lab": []},
      "grants": [],
      "autoApprovers": {"routes": {"10.0.0.0/16": ["tag:router", "tag:router"]}},
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1337/policy-syntax#autoapprovers
"""
