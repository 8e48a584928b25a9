"""A selector stands where its kind has no place.

What it does:
    Reports selectors in places that do not take their kind: a host, an address or `*` as the owner of a tag,
    ports behind a source, a service as a source, an empty string.

Why:
    Such an entry is refused or matches nothing.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member:22"], "dst": ["autogroup:self"], "ip": ["22"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["22"]}]}
    ```

Fix:
    None: say who or what is meant in a way that the place takes.

References:
    - https://tailscale.com/kb/1396/targets
    - https://tailscale.com/kb/1337/policy-syntax
"""
