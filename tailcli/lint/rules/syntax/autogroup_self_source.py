"""A source has no devices of its own that `autogroup:self` could mean.

What it does:
    Reports tags, hosts, addresses, IP sets, `autogroup:tagged` and, in grants and SSH rules, `*` among the
    sources of a rule that leads to `autogroup:self`.

Why:
    `autogroup:self` means the devices of the very user who connects. A tagged device, an address or everybody
    is no user. The control plane refuses such a rule.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:ci": []},
      "grants": [{"src": ["tag:ci"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: name users, groups or `autogroup:member`, or another destination.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""
