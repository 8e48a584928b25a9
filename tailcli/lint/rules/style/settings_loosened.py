"""A change makes the settings of this linter looser.

What it does:
    Compares the settings files of the two versions as far as they go for the policy. Reports guardrails that
    are gone or say less, rules that no longer run, lower severities, gates that no longer count, a file that
    is no longer a whole policy, options by which fewer things are broad, sensitive or required, and findings
    that the baseline of the settings newly knows.

Why:
    What guards the policy lies in the same repository as the policy. A change is held against the settings
    that were there before it; that it loosens them for the next one is to be seen as well.

Example:
    before:
    ```toml
    ignore = ["TP351"]

    [severity]
    exposure = "error"
    ```
    after:
    ```toml
    ignore = ["TP351", "exposure"]

    [severity]
    exposure = "warning"
    ```
    good:
    ```toml
    [severity]
    exposure = "error"
    ssh = "error"
    ```

Fix:
    None: undo it, or give it a change of its own.

References:
    - https://tailscale.com/kb/1204/gitops-acls-github
"""
