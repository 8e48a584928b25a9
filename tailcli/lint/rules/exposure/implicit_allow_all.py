"""The file has neither `acls` nor `grants`, so everything is allowed.

What it does:
    Reports a policy file without the sections `acls` and `grants`.

Why:
    Where both are absent the control plane lets every device reach every other. An empty section allows
    nothing: one line makes the greatest difference there is.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com"]}, "grants": []}
    ```

Fix:
    None: write `"grants": []` to allow nothing, or a rule that allows everything to say that you mean it.

References:
    - https://tailscale.com/kb/1018/acls
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

HINT = 'write the rules that are needed; "grants": [] allows nothing'


def check(context: Context) -> Iterator[Report]:
    """Report a file without access rules' sections."""
    root = context.policy.root
    if root is None or context.policy.acls is not None or context.policy.grants is not None:
        return
    message = 'there is neither "grants" nor "acls", so every device may reach every other on every port'
    yield Report(Span(root.start, root.start + 1), message, hint=HINT)
