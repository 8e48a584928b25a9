"""Somebody could newly reach something by a further step that the policy allows them.

What it does:
    Reports what somebody could reach, use in an application or log in to by SSH, and could not before, by
    taking on a tag that they own, by having a route approved, or by going on from a machine that they may
    log in to. It is a warning where that is broad or sensitive (secrets, `system:masters`, root), as
    `new-broad-access` and `new-sensitive-access` see it, else an info. `tailcli diff` reports it; it fails
    the run where `--gate` or `[diff] gates` names it.

Why:
    Whoever may give a device a tag has what the tag has. A change of tag owners opens no port by itself, so
    no rule of the diff shows what it hands out.

Example:
    before:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops"], "tag:prod-db": []},
      "grants": [{"src": ["tag:web"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]}],
    }
    ```
    after:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops", "group:dev"], "tag:prod-db": []},
      "grants": [{"src": ["tag:web"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:web": ["group:ops"], "tag:prod-db": [], "tag:test": ["group:dev"]},
      "grants": [{"src": ["tag:web"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]}],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1068/tags
"""
