"""A user is written as headscale writes them: a name and an `@` without a domain.

What it does:
    Reports, once a file, a login that ends in `@`.

Why:
    Headscale knows users by a name that need not have a domain. Tailscale knows them by their whole login: to
    Tailscale such a name is a user whom nobody is.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": ["alice@", "bob@"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com", "bob@example.com"]}}
    ```

Fix:
    None. For a headscale server, ignore this rule.

References:
    - https://tailscale.com/kb/1396/targets
    - https://headscale.net/stable/ref/acls/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_MOST_LABELS = 3


def check(context: Context) -> Iterator[Report]:
    """Report the first such login of the file, with some of the others."""
    uses = sorted(
        (use.span, name)
        for name, found in context.references.logins.uses.items()
        if name.endswith("@")
        for use in found[:1]
    )
    if not uses:
        return
    (first, name), others = uses[0], uses[1:]
    count = f" (and {len(others)} more like it)" if others else ""
    yield Report(
        first,
        f"{quote(name)} is a user of headscale{count}: Tailscale knows nobody by a name without a domain",
        hint="for Tailscale write the whole login; for headscale, ignore this rule",
        labels=tuple(Label(span, "this is another") for span, _ in others[:_MOST_LABELS]),
    )
