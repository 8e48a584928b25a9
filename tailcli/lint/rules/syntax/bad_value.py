"""A field holds a word that is none of those that it takes.

What it does:
    Reports a string in a field that takes one of a few words only, with those words.

Why:
    The control plane refuses the word, or ignores the setting.

Example:
    bad:
    ```hujson
    {"OneCGNATRoute": "yes"}
    ```
    good:
    ```hujson
    {"OneCGNATRoute": "mac-always"}
    ```

Fix:
    None: write one of the words that are listed.

References:
    - https://tailscale.com/kb/1337/policy-syntax#network-policy-options
"""
