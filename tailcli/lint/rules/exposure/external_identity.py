"""A person is not of the organisation's domains.

What it does:
    Reports each login of another domain than the configured ones, once, where it is used first. Without
    the setting nothing is reported.

Why:
    A private address in a group, or a contractor's, keeps its access when the account at work is closed.

Example:
    bad:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com", "bob@example.net"]}}
    ```
    good:
    ```hujson
    {"groups": {"group:dev": ["alice@example.com", "bob@example.com"]}}
    ```

Fix:
    None: correct the login, or add the domain to the settings.

Options:
    `domains`: the login domains of the organisation, such as `["example.com"]`.

References:
    - https://tailscale.com/kb/1337/policy-syntax#groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report logins of other domains."""
    domains = context.options.domains
    if domains is None:
        return
    for login, uses in context.references.logins.uses.items():
        domain = login.rpartition("@")[2]
        if domain.lower() not in {own.lower() for own in domains}:
            message = f"{quote(login)} is not of {' or '.join(domains)}"
            hint = "correct the login, or add its domain to the settings"
            yield Report(uses[0].span, message, hint=hint)
