"""A change makes a posture that rules ask for easier to meet.

What it does:
    Reports each posture that asks for less than before, or for something else, and is named by a rule or by
    `defaultSrcPosture`.

Why:
    One changed line in a posture changes every rule that names it.

Example:
    before:
    ```hujson
    {
      "postures": {"posture:safe": ["node:os == 'macos'", "ip:country == 'CA'"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"], "srcPosture": ["posture:safe"]},
      ],
    }
    ```
    after:
    ```hujson
    {
      "postures": {"posture:safe": ["node:os == 'macos'"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"], "srcPosture": ["posture:safe"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "postures": {"posture:safe": ["node:os == 'macos'", "ip:country == 'CA'", "node:tsStateEncrypted"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"], "srcPosture": ["posture:safe"]},
      ],
    }
    ```

Fix:
    None: this is about a change, and people decide on it.

References:
    - https://tailscale.com/kb/1288/device-posture
"""
