"""A connector of an app is not a tag.

What it does:
    Reports entries of `connectors` in `tailscale.com/app-connectors` that are no tags.

Why:
    The control plane refuses the policy file: the connectors of an app are the devices with a tag.

Example:
    bad:
    ```hujson
    {
      "nodeAttrs": [{
        "target": ["*"],
        "app": {
          "tailscale.com/app-connectors": [
            {"name": "wiki", "connectors": ["*"], "domains": ["wiki.example.com"]},
          ],
        },
      }],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:connector": []},
      "nodeAttrs": [{
        "target": ["*"],
        "app": {
          "tailscale.com/app-connectors": [
            {"name": "wiki", "connectors": ["tag:connector"], "domains": ["wiki.example.com"]},
          ],
        },
      }],
    }
    ```

Fix:
    None: give the connectors a tag.

References:
    - https://tailscale.com/kb/1281/app-connectors
"""
