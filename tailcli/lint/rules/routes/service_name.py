"""The name of a service is not one that a service can have.

What it does:
    Reports names of services in `autoApprovers.services` and in destinations that are not `svc:` with one
    DNS label: letters, digits and inner dashes, 63 at most.

Why:
    A service is announced as a name of the tailnet's DNS. By a name that DNS cannot hold there is none, so
    nothing is approved and nothing is reached by it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "autoApprovers": {"services": {"svc:web_shop": ["tag:web"]}},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "autoApprovers": {"services": {"svc:web-shop": ["tag:web"]}},
    }
    ```

Fix:
    None: the service has to be renamed where it is defined, too.

References:
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
    - https://tailscale.com/kb/1552/tailscale-services
"""
