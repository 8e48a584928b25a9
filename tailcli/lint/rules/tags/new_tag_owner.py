"""A change lets somebody assign a tag who could not before.

What it does:
    Reports each person, group or tag that becomes an owner of a tag, also by joining a group that is one.
    Owners and admins of the tailnet, and network admins, may assign every tag anyway and are left
    out.

Why:
    Whoever owns a tag can give it to a device, and so gets all access that the tag has.

Example:
    before:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops"]},
      "grants": [],
    }
    ```
    after:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops", "group:dev"]},
      "grants": [],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops", "alice@example.com"]},
      "grants": [],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1068/tags
"""
