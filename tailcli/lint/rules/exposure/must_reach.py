"""Somebody does not reach what a guardrail of the settings says they always must.

What it does:
    Holds the file against the tables `[[guard.must-reach]]` of the settings, and reports what is missing,
    with one concrete example: traffic, an SSH login (a check is enough, but port 22 must be open), or
    permissions of an application. Access under a condition does not count. Who is in a synced group and who
    has a role is what `[groups]` and `[roles]` of the settings tell. A guardrail about names
    that the file does not know is reported too. `tailcli diff` reports the same of the new version, by the
    guardrails of the old one.

Why:
    The way in for emergencies is noticed to be missing when it is needed.

Example:
    settings:
    ```toml
    [[guard.must-reach]]
    name = "break glass"
    from = ["group:infra"]
    to = ["tag:secrets"]
    ports = ["tcp:22"]
    ```
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [{"src": ["group:infra"], "dst": ["tag:secrets"], "ip": ["tcp:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [{"src": ["group:infra"], "dst": ["tag:secrets"], "ip": ["tcp:22", "tcp:443"]}],
    }
    ```

Fix:
    None: give the access back, or change the guardrail.

Options:
    The tables `[[guard.must-reach]]` of the settings. Without them nothing is reported. With `ssh = ["root"]`
    they speak of SSH logins, with `app` of the permissions of applications.

References:
    - https://tailscale.com/kb/1337/policy-syntax#grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.guard.breach import Demand
from tailcli.lint.guardrails import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the access that a guardrail demands and no rule gives."""
    if context.settings.guardrails.must_reach:
        yield from broken(context, Demand.ALWAYS)
